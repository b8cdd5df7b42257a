package catalog

import (
	_ "embed"
	"slices"
	"strings"
)

// clients.tsv has a line for each call that the code of a known client makes: method, path, and the clients by their
// short names. It was read from their source in August 2026 (client-expectations.md).
//
//go:embed clients.tsv
var clientsTSV string

// ClientProgram is a client of the API whose calls are known from its source.
type ClientProgram struct {
	Short string // name in the table, e.g. "apa"
	Name  string // as its users know it, e.g. "atlassian-python-api"
	About string // what it is, in a few words
}

// clientPrograms are the clients of the table, by short name.
var clientPrograms = [...]ClientProgram{
	{"airb", "airbyte", "the Confluence source of Airbyte"},
	{"apa", "atlassian-python-api", "Python library, versions 4 and 5"},
	{"cf", "sofq-confluence-cli", "command line, sofq/confluence-cli"},
	{"cfl", "atlassian-cli", "command line, open-cli-collective/atlassian-cli"},
	{"cme", "confluence-markdown-exporter", "exporter, Spenhouet/confluence-markdown-exporter"},
	{"conf", "confluence-markdown-sync", "rgonek/confluence-markdown-sync"},
	{"cps", "ConfluencePS", "PowerShell module"},
	{"cpub", "confluence-publisher", "publisher of AsciiDoc"},
	{"dtc", "docToolchain", "publisher of AsciiDoc"},
	{"goat", "go-atlassian", "Go library, ctreminiom/go-atlassian"},
	{"jm", "go-confluence", "Go library, justmiles/go-confluence"},
	{"lc", "langchain", "the Confluence loader of LangChain"},
	{"li", "llama-index", "the Confluence reader of LlamaIndex"},
	{"mark", "mark", "publisher of Markdown, kovetskiy/mark"},
	{"mcp", "mcp-atlassian", "MCP server, sooperset/mcp-atlassian"},
	{"md2cf", "md2cf", "publisher of Markdown, iamjackg/md2cf"},
	{"md2conf", "md2conf", "publisher of Markdown, hunyadi/md2conf"},
	{"mdc", "markdown-confluence", "publisher of Markdown, @markdown-confluence/cli"},
	{"onyx", "onyx", "the Confluence connector of Onyx"},
	{"pchuri", "confluence-cli", "command line, pchuri/confluence-cli"},
	{"scb", "sphinxcontrib-confluencebuilder", "publisher of Sphinx documents"},
	{"tf", "terraform-provider-confluence", "Terraform provider"},
	{"uns", "unstructured", "the Confluence source of Unstructured"},
	{"virt", "confluence-go-api", "Go library, Virtomize/confluence-go-api"},
}

// ClientPrograms are the clients whose calls are known, by short name.
func ClientPrograms() []ClientProgram { return slices.Clone(clientPrograms[:]) }

// OfClient are the operations that a client's code calls, in the catalogue's order, and beside them the calls it makes
// that are no operation, as "GET /path". name is the client's name or short name, in any case. The error is an
// [*UnknownClientError].
func (c *Catalog) OfClient(name string) (ops []Operation, others []string, err error) {
	i := slices.IndexFunc(clientPrograms[:], func(p ClientProgram) bool {
		return strings.EqualFold(p.Name, name) || strings.EqualFold(p.Short, name)
	})
	if i < 0 {
		return nil, nil, &UnknownClientError{Name: name, Nearest: nearestClient(name)}
	}
	called := map[int]bool{}
	lines := strings.Split(strings.TrimSuffix(clientsTSV, "\n"), "\n")
	for _, line := range lines[1:] { // the first names the columns
		row := strings.Split(line, "\t")
		if !slices.Contains(strings.Split(row[2], ","), clientPrograms[i].Short) {
			continue
		}
		op, err := c.Lookup(row[0], row[1])
		if err != nil {
			others = append(others, row[0]+" "+row[1])
			continue
		}
		called[c.byKey[op.Key()]] = true
	}
	for place, op := range c.operations {
		if called[place] {
			ops = append(ops, op)
		}
	}
	return ops, others, nil
}

// nearestClient is the client that a mistyped name most likely means, "" if none is like it.
func nearestClient(name string) string {
	names := make([]string, len(clientPrograms))
	for i, p := range clientPrograms {
		names[i] = strings.ToLower(p.Name)
	}
	i := nearest(strings.ToLower(name), names)
	if i < 0 {
		return ""
	}
	return clientPrograms[i].Name
}
