// Package storetest is the conformance suite of store: what must hold on SQLite and on PostgreSQL alike. It seeds two
// sites with equal keys, titles and labels, so that a query that forgets its site finds too much. It refuses to know an
// engine: what only one of them has is tested in package store.
package storetest

import (
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
)

// Opener opens an empty database with a clock and closes it when the test ends.
type Opener func(t *testing.T, now func() time.Time) *store.DB

// Run runs the suite on the databases that open makes, one for each of its tests.
func Run(t *testing.T, open Opener) {
	t.Helper()
	for _, s := range []struct {
		noun string
		run  func(t *testing.T, open Opener)
	}{
		{"sites", testSites},
		{"accounts", testAccounts},
		{"groups", testGroups},
		{"group listings", testGroupListings},
		{"group members", testGroupMembers},
		{"audit", testAudit},
		{"settings", testSettings},
		{"looks", testLooks},
		{"apps", testApps},
		{"views", testViews},
		{"admin keys", testAdminKeys},
		{"policy", testPolicy},
		{"members", testMembers},
		{"tokens", testTokens},
		{"expired tokens", testExpiredTokens},
		{"passwords", testPasswords},
		{"credentials", testCredentials},
		{"spaces", testSpaces},
		{"space listings", testSpaceListings},
		{"grants", testGrants},
		{"space permissions", testSpacePermissions},
		{"dropped spaces", testDropSpace},
		{"labels", testLabels},
		{"own labels", testOwnLabels},
		{"contents", testContents},
		{"comments", testComments},
		{"custom content", testCustomContent},
		{"attachments", testAttachments},
		{"titles", testTitles},
		{"texts", testTexts},
		{"content listings", testContentListings},
		{"content windows", testContentWindows},
		{"ancestors", testAncestors},
		{"children", testChildren},
		{"tree", testTree},
		{"versions", testVersions},
		{"dropped versions", testDroppedVersions},
		{"likes", testLikes},
		{"watches", testWatches},
		{"relations", testRelations},
		{"one relation", testRelation},
		{"favourites in searches", testFavouritesInSearch},
		{"long lists", testLongLists},
		{"restrictions", testRestrictions},
		{"rules", testRules},
		{"deep trees", testDeepTrees},
		{"moves", testMoves},
		{"properties", testProperties},
		{"classification levels", testLevels},
		{"content states", testStates},
		{"inline tasks", testInlineTasks},
		{"templates", testTemplates},
		{"redactions", testRedactions},
		{"data policies", testDataPolicies},
		{"purge", testPurge},
		{"isolation", testIsolation},
		{"search", testSearch},
		{"search order", testSearchOrder},
		{"search words", testSearchWords},
		{"search limits", testSearchLimits},
		{"search facts", testSearchFacts},
		{"search for others", testSearchOthers},
		{"search for what was viewed", testSearchRecent},
		{"random searches", testSearchRandom},
		{"search pages", testSearchPages},
		{"ranking", testRanking},
		{"text index", testTextIndex},
		{"index queue", testIndexQueue},
		{"writes", testWrites},
		{"races", testRaces},
		{"tasks", testTasks},
		{"task lists", testTaskLists},
		{"task race", testTaskRace},
	} {
		t.Run(s.noun, func(t *testing.T) {
			t.Parallel()
			s.run(t, open)
		})
	}
}

// start is the time at which every test begins.
var start = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// clock is a clock that stands until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: start} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
