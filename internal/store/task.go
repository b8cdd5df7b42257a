package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/weirhq/weir/internal/wiki"
)

const taskCols = "task_id, kind, account, token, key, state, report, failure, created, finished, keep, " +
	"CASE WHEN finished = 0 AND holder <> '' THEN 1 ELSE 0 END"

func scanTask(r *sql.Rows, k *wiki.Task) error {
	var report, failure string
	var created, finished, keep int64
	if err := r.Scan(taskDest(k, &report, &failure, &created, &finished, &keep)...); err != nil {
		return err
	}
	return taskDone(k, report, failure, created, finished, keep)
}

func taskDest(k *wiki.Task, report, failure *string, created, finished, keep *int64) []any {
	return []any{&k.ID, &k.Kind, &k.Account, &k.Token, &k.Key, &k.State, report, failure, created, finished, keep, &k.Working}
}

func taskDone(k *wiki.Task, report, failure string, created, finished, keep int64) error {
	k.Created, k.Finished, k.Keep = fromMillis(created), fromMillis(finished), time.Duration(keep)*time.Millisecond
	err := Unpack(report, &k.Report)
	if err == nil && failure != "" {
		k.Failed = new(wiki.TaskFailure)
		err = Unpack(failure, k.Failed)
	}
	return err
}

// Pack writes a value as the text that a task keeps it as.
func Pack(v any) (string, error) {
	text, err := json.Marshal(v, json.FormatNilSliceAsNull(true), json.FormatNilMapAsNull(true)) // so that it is read as it was
	return string(text), err
}

// Unpack reads what Pack wrote.
func Unpack(text string, into any) error { return json.Unmarshal([]byte(text), into) }

// elapsed is how long a task has taken at the time of the transaction.
func (t *SiteTx) elapsed(k wiki.Task) time.Duration {
	if k.Done() {
		return k.Finished.Sub(k.Created)
	}
	return max(0, t.Now().Sub(k.Created))
}

// StartTask adds a task, to be taken up at once. DuplicateKey when the account has one of the same kind and key.
func (t *SiteTx) StartTask(ctx context.Context, k wiki.Task) error {
	report, err := Pack(k.Report)
	if err == nil && k.Key != "" { // one past its keeping is not there any more
		_, err = t.exec(ctx, `DELETE FROM task WHERE site = $1 AND account = $2 AND kind = $3 AND key = $4
			AND expires <> 0 AND expires <= $5`, t.site, k.Account, k.Kind, k.Key, millis(t.Now()))
	}
	if err != nil {
		return fmt.Errorf("start task: %w", err)
	}
	_, err = t.exec(ctx, `INSERT INTO task (site, task_id, kind, account, token, key, state, report, created, keep, due)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9)`, t.site, k.ID, k.Kind, k.Account, k.Token, k.Key, k.State, report,
		millis(t.Now()), k.Keep.Milliseconds())
	if isUnique(err) {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "task", ID: k.Key})
	}
	if err != nil {
		return fmt.Errorf("start task: %w", err)
	}
	return nil
}

// RestartTask begins a task anew from the state and the report of k, keeping its id. Whoever works on it loses it.
func (t *SiteTx) RestartTask(ctx context.Context, k wiki.Task) error {
	report, err := Pack(k.Report)
	if err != nil {
		return fmt.Errorf("restart task: %w", err)
	}
	_, err = t.exec(ctx, `UPDATE task SET token = $3, state = $4, report = $5, failure = '', created = $6, finished = 0,
		expires = 0, tries = 0, due = $6, holder = '' WHERE site = $1 AND task_id = $2`,
		t.site, k.ID, k.Token, k.State, report, millis(t.Now()))
	if err != nil {
		return fmt.Errorf("restart task: %w", err)
	}
	return nil
}

// alive is the condition that a task is not past its keeping.
func alive(b *text, now time.Time) string {
	return "(k.expires = 0 OR k.expires > " + b.arg(millis(now)) + ")"
}

// TasksByID finds tasks by id, whoever asks. One whose keeping has ended is not there any more.
func (t *SiteTx) TasksByID(ctx context.Context, ids []wiki.TaskID) (map[wiki.TaskID]wiki.Task, error) {
	var b text
	b.WriteString("SELECT " + taskCols + " FROM task k WHERE k.site = " + b.arg(t.site) + " AND " + in(&b, "k.task_id", ids) +
		" AND " + alive(&b, t.Now()))
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanTask)
	if err != nil {
		return nil, fmt.Errorf("tasks: %w", err)
	}
	out := make(map[wiki.TaskID]wiki.Task, len(found))
	for _, k := range found {
		k.Elapsed = t.elapsed(k)
		out[k.ID] = k
	}
	return out, nil
}

// TaskByKey finds an account's task of a kind by what it was asked for; false when there is none, or its keeping has ended.
func (t *SiteTx) TaskByKey(ctx context.Context, account wiki.AccountID, kind, key string) (wiki.Task, bool, error) {
	found, err := collect(ctx, t.Tx, "SELECT "+taskCols+" FROM task k WHERE k.site = $1 AND k.account = $2 AND k.kind = $3 AND k.key = $4"+
		" AND (k.expires = 0 OR k.expires > $5)", []any{t.site, account, kind, key, millis(t.Now())}, scanTask)
	if err != nil || len(found) == 0 {
		return wiki.Task{}, false, err
	}
	return found[0], true, nil
}

// CountTasks is how many tasks of a kind an account has, ended or not.
func (t *SiteTx) CountTasks(ctx context.Context, account wiki.AccountID, kind string) (n int, err error) {
	err = t.one(ctx, "SELECT COUNT(*) FROM task k WHERE k.site = $1 AND k.account = $2 AND k.kind = $3", []any{t.site, account, kind}, &n)
	return n, err
}

// ListTasks lists tasks of some kinds in the order in which they were started: an account's own, or everybody's.
func (t *SiteTx) ListTasks(ctx context.Context, account wiki.AccountID, everybody bool, kinds []string, w wiki.Window) (wiki.Slice[wiki.Task], error) {
	var b text
	b.WriteString("SELECT " + taskCols + " FROM task k WHERE k.site = " + b.arg(t.site) + " AND " + in(&b, "k.kind", kinds) +
		" AND " + alive(&b, t.Now()))
	if !everybody {
		b.WriteString(" AND k.account = " + b.arg(account))
	}
	if err := window(&b, "", "k.id", false, wiki.Window{Limit: w.Limit, Offset: w.Offset}); err != nil {
		return wiki.Slice[wiki.Task]{}, err
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanTask)
	if err != nil {
		return wiki.Slice[wiki.Task]{}, fmt.Errorf("list tasks: %w", err)
	}
	for i := range found {
		found[i].Elapsed = t.elapsed(found[i])
	}
	return cut(found, w, func(wiki.Task) string { return "" }), nil
}

// TaskWork says what workers find: a task that is due, and one to be swept.
func (t *Tx) TaskWork(ctx context.Context) (due, expired bool, err error) {
	var d, e int
	err = t.one(ctx, `SELECT (SELECT COUNT(*) FROM (SELECT k.id FROM task k WHERE k.finished = 0 AND k.due <= $1 LIMIT 1) one),
		(SELECT COUNT(*) FROM (SELECT k.id FROM task k WHERE k.expires <> 0 AND k.expires <= $1 LIMIT 1) one)`,
		[]any{millis(t.Now())}, &d, &e)
	return d > 0, e > 0, err
}

// Claim is a task in the hand of a worker.
type Claim struct {
	Task  wiki.Task
	Site  wiki.SiteID
	Tries int // failures of the present step so far
}

// ClaimTask gives the task that has waited longest to a worker, for as long as the lease; false when none is due. Nobody
// else gets it before the lease ends, unless it is put back.
func (t *Tx) ClaimTask(ctx context.Context, holder string, lease time.Duration) (Claim, bool, error) {
	found, err := collect(ctx, t, `UPDATE task SET holder = $1, due = $2 WHERE id =
		(SELECT w.id FROM task w WHERE w.finished = 0 AND w.due <= $3 ORDER BY w.due, w.id LIMIT 1)
		RETURNING site, tries, `+taskCols, []any{holder, millis(t.Now().Add(lease)), millis(t.Now())},
		func(r *sql.Rows, c *Claim) error {
			var report, failure string
			var created, finished, keep int64
			dest := append([]any{&c.Site, &c.Tries}, taskDest(&c.Task, &report, &failure, &created, &finished, &keep)...)
			if err := r.Scan(dest...); err != nil {
				return err
			}
			return taskDone(&c.Task, report, failure, created, finished, keep)
		})
	if err != nil || len(found) == 0 {
		return Claim{}, false, err
	}
	return found[0], true, nil
}

// ErrTaskLost is what a worker is told whose lease ended and whose task somebody else has taken up, or begun anew.
var ErrTaskLost = errors.New("the task is another worker's")

// AdvanceTask writes down what a step of a held task came to: its state, its report and, when Finished is set, its end.
// The lease begins anew. ErrTaskLost when the holder does not have it any more: then the step must not count.
func (t *SiteTx) AdvanceTask(ctx context.Context, holder string, k wiki.Task, lease time.Duration) error {
	report, err := Pack(k.Report)
	failure := ""
	if err == nil && k.Failed != nil {
		failure, err = Pack(k.Failed)
	}
	if err != nil {
		return fmt.Errorf("advance task: %w", err)
	}
	var expires int64
	if k.Done() {
		expires = millis(k.Finished.Add(k.Keep))
	}
	return t.held(t.exec(ctx, `UPDATE task SET state = $4, report = $5, failure = $6, finished = $7, expires = $8, due = $9, tries = 0
		WHERE site = $1 AND task_id = $2 AND holder = $3 AND finished = 0`, t.site, k.ID, holder, k.State, report, failure,
		millis(k.Finished), expires, millis(t.Now().Add(lease))))
}

// ReturnTask puts a held task back, to be taken up after a pause. failed counts a failure of the present step.
func (t *SiteTx) ReturnTask(ctx context.Context, holder string, id wiki.TaskID, pause time.Duration, failed bool) error {
	return t.held(t.exec(ctx, `UPDATE task SET holder = '', due = $4, tries = tries + $5
		WHERE site = $1 AND task_id = $2 AND holder = $3 AND finished = 0`, t.site, id, holder, millis(t.Now().Add(pause)), flag(failed)))
}

func (t *SiteTx) held(n int64, err error) error {
	if err == nil && n == 0 {
		return ErrTaskLost
	}
	return err
}

// SweepTasks removes the tasks whose keeping has ended.
func (t *Tx) SweepTasks(ctx context.Context) error {
	_, err := t.exec(ctx, "DELETE FROM task WHERE expires <> 0 AND expires <= $1", millis(t.Now()))
	return err
}
