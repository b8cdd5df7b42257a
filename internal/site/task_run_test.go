package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// counting is a kind of task that writes pages, one in each step, and fails as it is told.
const counting = "counting"

type count struct {
	Space wiki.SpaceID
	Done  int
	Of    int
}

// yard is an installation without workers of its own: its tests are the workers. ann administers it, bob writes in DEV.
type yard struct {
	*testing.T
	db      *store.DB
	nodes   [2]*Service
	seconds atomic.Int64
	bad     atomic.Pointer[error] // what the next steps answer, after they have written
	site    wiki.Site
	ann     wiki.AccountID
	bob     wiki.AccountID
	token   identity.Token // bob's
	space   wiki.Space
}

func newYard(t *testing.T) *yard {
	t.Helper()
	y := &yard{T: t}
	db, err := store.Open(t.Context(), store.Options{URL: filepath.Join(t.TempDir(), "weir.db"), Now: y.now, Synchronous: "OFF"})
	y.must(err)
	t.Cleanup(func() { y.must(db.Close()) })
	y.db = db
	o := Options{DB: db, Now: y.now, Random: rand.NewChaCha8([32]byte{}), Log: slog.New(slog.DiscardHandler), MaxScopes: 50,
		Keys: identity.Keyring{Current: "k", Keys: map[string][]byte{"k": bytes.Repeat([]byte("k"), keyBytes)}}}
	for i := range y.nodes {
		s := &Service{Options: o, index: newIndexer(o), uses: newUseLog(o)}
		s.tasks = newTaskRunner(s)
		s.tasks.kinds[counting] = taskOf(taskKind{title: "Counting", perm: wiki.View | wiki.CreatePage | wiki.UseSite}, nil, y.step)
		y.nodes[i] = s
	}
	y.seed(t.Context())
	return y
}

func (y *yard) now() time.Time {
	return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC).Add(time.Duration(y.seconds.Load()) * time.Second)
}

func (y *yard) must(err error) {
	y.Helper()
	if err != nil {
		y.Fatal(err)
	}
}

func (y *yard) seed(ctx context.Context) {
	sys := y.nodes[0].System()
	var err error
	y.site, err = sys.CreateSite(ctx, wiki.Site{Key: "demo", Name: "Demo", BaseURL: "https://wiki.test"})
	y.must(err)
	for name, id := range map[string]*wiki.AccountID{"ann": &y.ann, "bob": &y.bob} {
		a, err := sys.CreateAccount(ctx, identity.Account{Email: name + "@example.com"})
		y.must(err)
		*id = a.ID
		role := map[string]identity.SiteRole{"ann": identity.SiteAdmin, "bob": identity.SiteUser}[name]
		y.must(sys.SetAccess(ctx, y.site.ID, a.ID, role))
	}
	_, y.token, err = sys.CreateToken(ctx, identity.TokenSpec{Account: y.bob, Days: 1})
	y.must(err)
	y.as(y.ann, func(s *Session) error {
		y.space, err = s.CreateSpace(ctx, NewSpace{Key: "DEV", Name: "Development", Grants: []wiki.Grant{
			{Subject: wiki.User(y.bob), Perm: wiki.View | wiki.CreatePage}}})
		return err
	})
}

// as works in a session of the host's own hand; bob's has his token.
func (y *yard) as(id wiki.AccountID, do func(s *Session) error) {
	y.Helper()
	s, visit, err := y.nodes[0].System().As(y.Context(), y.site.ID, id, wiki.SpacePerms|wiki.UseSite)
	y.must(err)
	defer visit.Close()
	if id == y.bob {
		visit.Caller.Token = y.token.ID
	}
	y.must(do(s))
}

// starts is bob starting to count.
func (y *yard) starts(of int) (task wiki.Task) {
	y.Helper()
	y.as(y.bob, func(s *Session) (err error) {
		task, err = s.start(y.Context(), counting, func(context.Context, *store.SiteTx) (any, error) {
			return count{Space: y.space.ID, Of: of}, nil
		})
		return err
	})
	return task
}

func (y *yard) step(ctx context.Context, s *Session, c count) (count, progress, error) {
	c.Done++
	_, err := s.Create(ctx, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: c.Space, Title: fmt.Sprint("Page ", c.Done)})
	if bad := y.bad.Load(); err == nil && bad != nil {
		err = *bad
	}
	return c, progress{percent: 100 * c.Done / c.Of, done: c.Done == c.Of, message: wiki.Message{Text: "counted", Args: []string{fmt.Sprint(c.Done)}}}, err
}

// turn lets a node work until its turn is over.
func (y *yard) turn(node int) bool {
	y.Helper()
	took, err := y.nodes[node].tasks.turn(y.Context())
	y.must(err)
	return took
}

// wants compares a task as bob sees it: how far it is, whether it is done, why it failed; and how many pages it wrote.
func (y *yard) wants(what string, id wiki.TaskID, percent int, done bool, failed wiki.Reason, pages int) {
	y.Helper()
	y.as(y.ann, func(s *Session) error {
		k, err := s.Task(y.Context(), id)
		if err != nil {
			return err
		}
		var reason wiki.Reason
		if k.Failed != nil {
			reason = k.Failed.Reason
		}
		list, err := s.ListContent(y.Context(), wiki.ContentFilter{Spaces: []wiki.SpaceID{y.space.ID}, Kinds: []wiki.Kind{wiki.Page}, Statuses: []wiki.Status{wiki.Current}}, wiki.Window{Limit: 100})
		got := fmt.Sprint(k.Report.Percent, k.Done(), reason, len(list.Items)-1) // the home page
		if want := fmt.Sprint(percent, done, failed, pages); got != want {
			y.Errorf("%s: %s, want %s", what, got, want)
		}
		return err
	})
}

func TestATaskIsDoneInTurnsAndIsItsOwners(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	task := y.starts(stepsInTurn + 2)
	y.wants("at the start", task.ID, 0, false, "", 0)
	y.turn(0)
	y.wants("after a turn", task.ID, 88, false, "", stepsInTurn)
	y.turn(1)
	y.wants("at the end", task.ID, 100, true, "", stepsInTurn+2)
	if y.turn(0) {
		t.Error("an ended task was taken up")
	}
	y.as(y.bob, func(s *Session) error {
		mine, err := s.Tasks(t.Context(), "", wiki.Window{Limit: 9})
		if err != nil || len(mine.Items) != 1 || mine.Items[0].Report.Message.Args[0] != fmt.Sprint(stepsInTurn+2) {
			t.Errorf("bob's tasks: %+v, %v", mine.Items, err)
		}
		none, err := s.Tasks(t.Context(), "Other", wiki.Window{Limit: 9})
		if len(none.Items) != 0 {
			t.Errorf("a name nobody has finds %d tasks", len(none.Items))
		}
		return err
	})
	y.as(y.ann, func(s *Session) error {
		task, err := s.start(t.Context(), counting, func(context.Context, *store.SiteTx) (any, error) { return count{}, nil })
		y.as(y.bob, func(s *Session) error {
			if _, err := s.Task(t.Context(), task.ID); !wiki.HasReason(err, wiki.NoSuchObject) {
				t.Errorf("another one's task: %v", err)
			}
			return nil
		})
		return err
	})
	y.seconds.Add(int64(taskKeep / time.Second))
	_, err := y.nodes[0].tasks.work(t.Context())
	y.must(err)
	y.as(y.bob, func(s *Session) error {
		if _, err := s.Task(t.Context(), task.ID); !wiki.HasReason(err, wiki.NoSuchObject) {
			t.Errorf("a task past its keeping: %v", err)
		}
		return nil
	})
}

// Each step has the rights of its moment, and what a refused one did is undone.
func TestATaskHasTheRightsOfEachMoment(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		take func(y *yard)
		want wiki.Reason
	}{
		"token":   {func(y *yard) { y.must(y.nodes[0].System().RevokeToken(y.Context(), y.token.ID)) }, wiki.TokenRevoked},
		"access":  {func(y *yard) { y.must(y.nodes[0].System().SetAccess(y.Context(), y.site.ID, y.bob, "")) }, wiki.NoSiteAccess},
		"account": {func(y *yard) { y.must(y.nodes[0].System().SetActive(y.Context(), y.bob, false)) }, wiki.AccountDeactivated},
		"space": {func(y *yard) {
			y.as(y.ann, func(s *Session) error {
				return s.Revoke(y.Context(), wiki.Grant{Space: y.space.ID, Subject: wiki.User(y.bob), Perm: wiki.CreatePage})
			})
		}, wiki.NoPermission},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYard(t)
			task := y.starts(20)
			y.turn(0)
			c.take(y)
			y.turn(0)
			y.wants("without the right", task.ID, 80, true, c.want, stepsInTurn)
		})
	}
}

// A fault of ours is tried again after longer and longer pauses, from where the last step that was kept ended.
func TestAStepThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	fault := errors.New("a fault of ours")
	y.bad.Store(&fault)
	task := y.starts(2)
	for try := range maxTaskTries {
		if !y.turn(0) {
			t.Fatalf("try %d was not made", try+1)
		}
		if try+1 < maxTaskTries {
			y.wants("after a failure", task.ID, 0, false, "", 0)
			y.seconds.Add(int64((taskPause<<try)/time.Second) - 1)
			if y.turn(0) {
				t.Fatalf("no pause after try %d", try+1)
			}
			y.seconds.Add(1)
		}
	}
	y.wants("given up", task.ID, 0, true, wiki.InternalError, 0)

	busy := error(wiki.NewError(wiki.Overloaded, wiki.Facts{}))
	y.bad.Store(&busy)
	task = y.starts(2)
	for range 2 * maxTaskTries {
		y.turn(0)
		y.seconds.Add(int64(taskPause / time.Second))
	}
	y.wants("while the database is busy", task.ID, 0, false, "", 0)
	y.bad.Store(nil)
	y.turn(0)
	y.wants("after that", task.ID, 100, true, "", 2)
}

// A task whose node died is taken up by another after its lease, and the dead one's late step does not count.
func TestATaskSurvivesItsNode(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	task := y.starts(3)
	var claim store.Claim
	y.must(y.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		claim, _, err = tx.ClaimTask(ctx, "dead", taskLease)
		return err
	}))
	y.must(y.nodes[0].tasks.step(t.Context(), "dead", &claim))
	y.wants("one step", task.ID, 33, false, "", 1)
	if y.turn(1) {
		t.Error("a leased task was taken up")
	}
	y.seconds.Add(int64(taskLease / time.Second))
	if !y.turn(1) {
		t.Error("a task whose lease is over was not taken up")
	}
	y.wants("done by the other", task.ID, 100, true, "", 3)
	claim.Task.State = `{"Space":` + y.space.ID.String() + `,"Done":7,"Of":9}`
	if err := y.nodes[0].tasks.step(t.Context(), "dead", &claim); !errors.Is(err, store.ErrTaskLost) {
		t.Errorf("the step of a dead node: %v", err)
	}
	y.wants("nothing of it is left", task.ID, 100, true, "", 3)
}

// A server that stops gives its task back, and one that starts goes on at once.
func TestAStoppedServerGivesItsTaskBack(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	task := y.starts(3)
	ctx, stop := context.WithCancel(t.Context())
	y.nodes[0].tasks.kinds[counting] = taskOf(taskKind{perm: wiki.View | wiki.CreatePage | wiki.UseSite}, nil,
		func(ctx context.Context, s *Session, c count) (count, progress, error) {
			stop()
			return y.step(ctx, s, c)
		})
	if _, err := y.nodes[0].tasks.turn(ctx); err != nil {
		t.Fatal(err)
	}
	y.wants("the step was finished", task.ID, 33, false, "", 1)
	y.must(y.nodes[1].Settled(t.Context()))
	y.wants("the next server went on", task.ID, 100, true, "", 3)
}

func TestATaskOfANewerProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	task := y.starts(1)
	delete(y.nodes[1].tasks.kinds, counting)
	y.turn(1)
	y.wants("by the older program", task.ID, 0, false, "", 0)
	y.seconds.Add(int64(strangePause / time.Second))
	y.turn(0)
	y.wants("by the newer one", task.ID, 100, true, "", 1)
}

// What a starter refuses starts nothing.
func TestARefusedStartStartsNothing(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.as(y.bob, func(s *Session) error {
		refused := wiki.Missing("space", "X")
		_, err := s.start(t.Context(), counting, func(context.Context, *store.SiteTx) (any, error) { return nil, refused })
		if !errors.Is(err, refused) {
			t.Errorf("the refusal is %v", err)
		}
		list, err := s.Tasks(t.Context(), "", wiki.Window{Limit: 9})
		if diff := cmp.Diff([]wiki.Task(nil), list.Items); diff != "" {
			t.Error(diff)
		}
		return err
	})
}
