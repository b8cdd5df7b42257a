package v1

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func auditOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getAuditRecords", Route: "GET /audit", Perm: changePeople}, getAuditRecords),
		rest.On(rest.Op{ID: "createAuditRecord", Route: "POST /audit", Perm: changePeople}, createAuditRecord),
		rest.On(rest.Op{ID: "exportAuditRecords", Route: "GET /audit/export", Perm: changePeople}, exportAuditRecords),
		rest.On(rest.Op{ID: "getRetentionPeriod", Route: "GET /audit/retention", Perm: changePeople}, getRetention),
		rest.On(rest.Op{ID: "setRetentionPeriod", Route: "PUT /audit/retention", Perm: changePeople}, setRetention),
		rest.On(rest.Op{ID: "getAuditRecordsForTimePeriod", Route: "GET /audit/since", Perm: changePeople}, getAuditSince),
	}
}

// auditTimes are the bounds of a time, both inclusive, in milliseconds since 1970 or as RFC 3339.
type auditTimes struct {
	From   time.Time `query:"startDate"`
	To     time.Time `query:"endDate"`
	Search string    `query:"searchString"`
}

func (a auditTimes) filter() wiki.AuditFilter {
	return wiki.AuditFilter{From: a.From, To: a.To, Search: a.Search}
}

type getAuditIn struct {
	rest.Offset `default:"1000"`
	auditTimes
}

func getAuditRecords(ctx context.Context, s *site.Session, in *getAuditIn) (*wire.List[wire.AuditRecord], error) {
	return auditPage(ctx, s, in.Offset, in.filter())
}

type getAuditSinceIn struct {
	rest.Offset `default:"1000"`
	Number      int64  `query:"number" default:"3"`
	Units       string `query:"units" default:"MONTHS" enum:"NANOS,MICROS,MILLIS,SECONDS,MINUTES,HOURS,HALF_DAYS,DAYS,WEEKS,MONTHS,YEARS,DECADES,CENTURIES"`
	Search      string `query:"searchString"`
}

func getAuditSince(ctx context.Context, s *site.Session, in *getAuditSinceIn) (*wire.List[wire.AuditRecord], error) {
	from, err := s.AuditSince(int(in.Number), in.Units)
	if err != nil {
		return nil, err
	}
	return auditPage(ctx, s, in.Offset, wiki.AuditFilter{From: from, Search: in.Search})
}

func auditPage(ctx context.Context, s *site.Session, p rest.Offset, f wiki.AuditFilter) (*wire.List[wire.AuditRecord], error) {
	found, err := s.AuditRecords(ctx, f, p.Window())
	if err != nil {
		return nil, err
	}
	made, err := auditRecords(ctx, s, found.Items)
	if err != nil {
		return nil, err
	}
	return listPage(p, found, made), nil
}

// auditRecords makes records of events, with what is known of their authors today beside how they were called then.
func auditRecords(ctx context.Context, s *site.Session, events []wiki.AuditEvent) ([]wire.AuditRecord, error) {
	var ids []wiki.AccountID
	for _, e := range events {
		ids = append(ids, e.Author)
	}
	l := newLoader(s)
	if err := l.learn(ctx, ids); err != nil {
		return nil, err
	}
	out := make([]wire.AuditRecord, len(events))
	for i, e := range events {
		out[i] = auditRecord(e, l.people[e.Author])
	}
	return out, nil
}

func auditRecord(e wiki.AuditEvent, author identity.Account) wire.AuditRecord {
	r := wire.AuditRecord{
		Author:        wire.AuditAuthor{Type: "user", DisplayName: e.AuthorName, AccountID: string(e.Author)},
		RemoteAddress: e.Address, CreationDate: e.At.UnixMilli(), Summary: e.Summary, Description: e.Description,
		Category: e.Category, SysAdmin: e.SysAdmin, AffectedObject: wire.AuditObject{Name: e.Object.Name, ObjectType: e.Object.Type},
		ChangedValues: make([]wire.ChangedValue, len(e.Changed)), AssociatedObjects: make([]wire.AuditObject, len(e.Associated)),
	}
	if author.ID != "" {
		r.Author.AccountType, r.Author.PublicName = string(author.Kind), author.PublicName
		r.Author.IsExternalCollaborator = scalar.Value(false)
	}
	for i, c := range e.Changed {
		r.ChangedValues[i] = wire.ChangedValue{Name: c.Name, OldValue: c.Old, NewValue: c.New,
			HiddenOldValue: c.HiddenOld, HiddenNewValue: c.HiddenNew}
	}
	for i, o := range e.Associated {
		r.AssociatedObjects[i] = wire.AuditObject{Name: o.Name, ObjectType: o.Type}
	}
	return r
}

type createAuditIn struct {
	Body rest.Body[wire.AuditRecordCreate]
}

func createAuditRecord(ctx context.Context, s *site.Session, in *createAuditIn) (*wire.AuditRecord, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	e := wiki.AuditEvent{Address: asked.RemoteAddress, Summary: asked.Summary, Description: asked.Description,
		Category: asked.Category, SysAdmin: asked.SysAdmin}
	if asked.CreationDate != 0 {
		e.At = time.UnixMilli(asked.CreationDate).UTC()
	}
	if o := asked.AffectedObject; o != nil {
		if e.Object, err = auditObject("affectedObject", *o); err != nil {
			return nil, err
		}
	}
	for _, c := range asked.ChangedValues {
		if c.Name == "" {
			return nil, wiki.Invalid("changedValues", "", "a name in each")
		}
		e.Changed = append(e.Changed, wiki.AuditChange{Name: c.Name, Old: c.OldValue, New: c.NewValue,
			HiddenOld: c.HiddenOldValue, HiddenNew: c.HiddenNewValue})
	}
	for _, o := range asked.AssociatedObjects {
		object, err := auditObject("associatedObjects", o)
		if err != nil {
			return nil, err
		}
		e.Associated = append(e.Associated, object)
	}
	if e, err = s.RecordAudit(ctx, e); err != nil {
		return nil, err
	}
	made, err := auditRecords(ctx, s, []wiki.AuditEvent{e})
	if err != nil {
		return nil, err
	}
	return &made[0], nil
}

// auditObject is what a record is about. The description demands both its members.
func auditObject(param string, o wire.AuditObject) (wiki.AuditObject, error) {
	if o.Name == "" || o.ObjectType == "" {
		return wiki.AuditObject{}, wiki.Invalid(param, "", "a name and an objectType")
	}
	return wiki.AuditObject{Name: o.Name, Type: o.ObjectType}, nil
}

type retentionIn struct{}

func getRetention(ctx context.Context, s *site.Session, _ *retentionIn) (*wire.RetentionPeriod, error) {
	r, err := s.AuditRetention(ctx)
	return &wire.RetentionPeriod{Number: r.Number, Units: r.Units}, err
}

type setRetentionIn struct {
	Body rest.Body[wire.RetentionPeriod]
}

func setRetention(ctx context.Context, s *site.Session, in *setRetentionIn) (*wire.RetentionPeriod, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	return asked, s.SetAuditRetention(ctx, site.Retention{Number: asked.Number, Units: asked.Units})
}

type exportAuditIn struct {
	auditTimes
	Format string `query:"format" default:"csv" enum:"csv,zip"`
}

// maxExported is how many records one export holds, the newest ones.
const maxExported = 20_000

// exportAuditRecords answers with a table, or with an archive that holds it.
func exportAuditRecords(ctx context.Context, s *site.Session, in *exportAuditIn) (*rest.Stream, error) {
	found, err := s.AuditRecords(ctx, in.filter(), wiki.Window{Limit: maxExported})
	if err != nil {
		return nil, err
	}
	var table bytes.Buffer
	if err := writeAudit(&table, found.Items); err != nil {
		return nil, err
	}
	out := &rest.Stream{Type: "text/csv", Name: "audit.csv"}
	if in.Format == "zip" {
		if table, err = zipped("audit.csv", table.Bytes(), s.Now()); err != nil {
			return nil, err
		}
		out.Type, out.Name = "application/zip", "audit.zip"
	}
	out.Body, out.Size = io.NopCloser(&table), int64(table.Len())
	return out, nil
}

func zipped(name string, data []byte, at time.Time) (out bytes.Buffer, err error) {
	archive := zip.NewWriter(&out)
	file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at.UTC()})
	if err == nil {
		_, err = file.Write(data)
	}
	if err == nil {
		err = archive.Close()
	}
	return out, err
}

func writeAudit(to io.Writer, events []wiki.AuditEvent) error {
	w := csv.NewWriter(to)
	rows := [][]string{{"Date", "Author", "Account ID", "Remote address", "Category", "Summary", "Description",
		"System administrator", "Affected object", "Affected object type", "Changed values", "Associated objects"}}
	for _, e := range events {
		changed, associated := make([]string, len(e.Changed)), make([]string, len(e.Associated))
		for i, c := range e.Changed {
			changed[i] = c.Name + ": " + c.Old + " -> " + c.New
		}
		for i, o := range e.Associated {
			associated[i] = o.Type + ": " + o.Name
		}
		row := []string{scalar.Time(e.At).String(), e.AuthorName, string(e.Author), e.Address, e.Category, e.Summary, e.Description,
			strconv.FormatBool(e.SysAdmin), e.Object.Name, e.Object.Type, strings.Join(changed, "; "), strings.Join(associated, "; ")}
		for i := range row {
			row[i] = inert(row[i])
		}
		rows = append(rows, row)
	}
	return w.WriteAll(rows)
}

// inert keeps a spreadsheet from taking a cell for a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
