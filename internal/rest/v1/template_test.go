package v1_test

import (
	"strings"
	"testing"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// template is the answer about a template of the site, or with inSpace of the space DEV.
func template(id, name, description, labels, inSpace, after string) string {
	if inSpace != "" {
		inSpace = `"space":` + inSpace + `,`
	}
	return `{"templateId":"` + id + `","name":"` + name + `","description":"` + description + `",` + inSpace + `"labels":[` + labels +
		`],"templateType":"page","editorVersion":"v2",` + after + `,"_links":{"self":"` + baseURL + `/wiki/rest/api/template/` + id + `"}}`
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const (
		storage = `<at:declarations><at:string at:name=\"who\" /></at:declarations><p>Hello <at:var at:name=\"who\" /></p>`
		ops     = `{"prefix":"global","name":"ops","id":"1","label":"ops"}`
	)
	text := func(value string) string {
		return `"body":{"storage":{"value":"` + value + `","representation":"storage","embeddedContent":[]}}`
	}
	alone := func(answer string) string {
		answer = strings.TrimSuffix(answer, "}}") + `,"base":"` + baseURL + `/wiki"}}`
		at := strings.LastIndex(answer, `"self"`)
		return answer[:at] + `"context":"/wiki",` + answer[at:]
	}
	in := dev("", "", "")

	made := b.call("ann", "POST /template", `{"name":" Letter ","templateType":"page","description":"d","labels":[{"name":"Ops"}],
		"body":{"storage":{"representation":"storage","value":"`+storage+`"}}}`)
	compare(t, "made", made, 200, alone(template("1", "Letter", "d", ops, "", text(storage))))
	b.answers("ann", "POST /template", `{"name":"Note","templateType":"page","space":{"key":"dev"},
		"body":{"atlas_doc_format":{"representation":"atlas_doc_format","value":"{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]}"}}}`,
		200, alone(template("2", "Note", "", "", in, text("<p>x</p>"))))
	folded := `"_expandable":{"body":""}`
	one, two := template("1", "Letter", "d", ops, "", folded), template("2", "Note", "", "", in, folded)
	b.answers("bob", "GET /template/1", "", 200, alone(one))
	b.answers("bob", "GET /template/1?expand=body.storage", "", 200, alone(template("1", "Letter", "d", ops, "", text(storage))))
	b.answers("bob", "GET /template/2?expand=body", "", 200, alone(template("2", "Note", "", "", in, text("<p>x</p>"))))
	b.answers("bob", "GET /template/page", "", 200, list("/template/page", 0, 25, "", one))
	b.answers("bob", "GET /template/page?spaceKey=DEV", "", 200, list("/template/page?spaceKey=DEV", 0, 25, "", two))
	b.answers("bob", "GET /template/blueprint?spaceKey=DEV", "", 200, list("/template/blueprint?spaceKey=DEV", 0, 25, ""))
	b.answers("eve", "GET /template/page", "", 200, list("/template/page", 0, 25, "", one))

	const found = `{"label":{"prefix":"global","name":"ops","id":"1","label":"ops"},"associatedContents":{"results":[`
	b.answers("eve", "GET /label?name=ops&type=page_template", "", 200, found+`{"contentId":1,"contentType":"page_template","title":"Letter"}],"start":0,"limit":200,"size":1}}`)
	b.answers("eve", "GET /label?name=ops", "", 200, found+`],"start":0,"limit":200,"size":0}}`)
	missing := func(id string) string {
		return `{"statusCode":404` + notDone + `NotFoundException: No template found with id: ` + id + `"}`
	}
	for _, line := range []string{"GET /template/2", "DELETE /template/2", "GET /template/3", "GET /template/x", "DELETE /template/page"} {
		b.answers("eve", line, "", 404, missing(line[strings.LastIndex(line, "/")+1:]))
	}
	b.answers("eve", "GET /template/page?spaceKey=DEV", "", 404, noSpace)
	b.answers("eve", "GET /template/blueprint?spaceKey=DEV", "", 404, noSpace)
	const change = `"templateType":"page","body":{"storage":{"representation":"storage","value":"<p>y</p>"}}}`
	b.answers("eve", "POST /template", `{"name":"E","space":{"key":"DEV"},`+change, 404, noSpace)
	b.answers("eve", "PUT /template", `{"name":"E","templateId":"2",`+change, 404, missing("2"))
	for line, body := range map[string]string{
		"POST /template":            `{"name":"B",` + change,
		"POST /template?of a space": `{"name":"B","space":{"key":"DEV"},` + change,
		"PUT /template":             `{"name":"B","templateId":"1",` + change,
		"PUT /template?of a space":  `{"name":"B","templateId":"2",` + change,
		"DELETE /template/1":        "",
		"DELETE /template/2":        "",
	} {
		line, _, _ = strings.Cut(line, "?")
		if w := b.call("bob", line, body); w.Code != 403 {
			t.Errorf("%s as bob: %d %s", line, w.Code, w.Body)
		}
	}
	b.answers("ann", "PUT /template", `{"name":"Letter 2","templateId":"1",`+change, 200,
		alone(template("1", "Letter 2", "d", ops, "", text("<p>y</p>")))) // description and labels stay
	b.answers("ann", "PUT /template", `{"name":"Letter 3","templateId":"1","description":"","labels":[],"space":null,`+change, 200,
		alone(template("1", "Letter 3", "", "", "", text("<p>y</p>"))))
	for _, id := range []string{"1", "2"} {
		if w := b.call("ann", "DELETE /template/"+id, ""); w.Code != 204 {
			t.Errorf("DELETE %s: %d %s", id, w.Code, w.Body)
		}
		b.answers("ann", "GET /template/"+id, "", 404, missing(id))
	}
	if got := auditOf(b, "Template"); got != "Template deleted Note, Template deleted Letter 3, Template changed Letter 3, Template changed Letter 2, Template created Note, Template created Letter" {
		t.Errorf("audit: %s", got)
	}
}

// auditOf are the records about a type of object, newest first.
func auditOf(b *bench, kind string) string {
	var out []string
	for _, r := range reads[wirev1.List[wirev1.AuditRecord]](b, "ann", "GET /audit", "").Results {
		if r.AffectedObject.ObjectType == kind {
			out = append(out, r.Summary+" "+r.AffectedObject.Name)
		}
	}
	return strings.Join(out, ", ")
}

func TestWhatATemplateCannotBe(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const good = `"templateType":"page","body":{"storage":{"representation":"storage","value":""}}`
	if w := b.call("ann", "POST /template", `{"name":"Taken",`+good+`}`); w.Code != 200 {
		t.Fatal(w.Body)
	}
	if w := b.call("ann", "POST /template", `{"name":"Other","space":{"key":"DEV"},`+good+`}`); w.Code != 200 {
		t.Fatal(w.Body)
	}
	for _, body := range []string{
		`{` + good + `}`,
		`{"name":"` + strings.Repeat("x", 256) + `",` + good + `}`,
		`{"name":"T","description":"` + strings.Repeat("x", 256) + `",` + good + `}`,
		`{"name":"T","templateType":"page"}`,
		`{"name":"T","templateType":"blogpost","body":{"storage":{"value":""}}}`,
		`{"name":"T","labels":[{"name":"a b"}],` + good + `}`,
		`{"name":"T","space":{},` + good + `}`,
		`{"name":"taken",` + good + `}`,
		`{"name":"T","templateType":"page","body":{"storage":{"value":"<p>"}}}`,
		`{"name":"T","templateType":"page","body":{"view":{"value":"<p>x</p>"}}}`,
		`{"templateId":"2","name":"T","space":{"key":"OTHER"},` + good + `}`,
		`{"templateId":"2","name":"` + strings.Repeat("x", 256) + `","space":{"key":"dev"},` + good + `}`,
		`{"templateId":"","name":"T",` + good + `}`,
	} {
		line := "POST /template"
		if strings.Contains(body, "templateId") {
			line = "PUT /template"
		}
		if w := b.call("ann", line, body); w.Code != 400 {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	b.answers("ann", "POST /template", `{"name":"taken",`+good+`}`, 400,
		`{"statusCode":400`+notDone+`api.BadRequestException: A template with this name already exists: taken"}`)
	if n := len(reads[wirev1.List[wirev1.Template]](b, "ann", "GET /template/page", "").Results); n != 1 {
		t.Errorf("%d templates", n)
	}
	for line, status := range map[string]int{"GET /template/page?start=-1": 400, "GET /template/blueprint?limit=x": 400} {
		if w := b.call("ann", line, ""); w.Code != status {
			t.Errorf("%s: %d", line, w.Code)
		}
	}
}
