package contract

import (
	"slices"
	"strings"
	"testing"
)

// kinds are the transcripts that each operation has.
var kinds = []string{"success", "scope", "hidden", "bad-input"}

// exceptions are the transcripts that cannot be, and why.
var exceptions = []struct{ path, why string }{
	{"v1/getContentStates/hidden", "a caller sees its own"},
	{"v1/getContentStates/bad-input", "it takes no input that can be wrong"},
	{"v1/createPrivateSpace/hidden", "it names nothing that could be hidden but keys, and a key is free or not"},
	{"v1/createSpace/hidden", "it names nothing that could be hidden but keys, and a key is free or not"},
	{"v1/deleteSpace/bad-input", "every text is a key, if of nothing"},
	{"v1/getAnonymousUser/bad-input", "it takes no input that can be wrong"},
	{"v1/getAnonymousUser/hidden", "there is one anonymous user, and everybody may see it"},
	{"v1/getBulkUserLookup/hidden", "ids without an account are left out"},
	{"v1/getBulkUserMigration/hidden", "it finds nobody"},
	{"v1/getContentbodyConvertAsyncById/bad-input", "every text is an id, if of nothing"},
	{"v1/getContentTemplate/bad-input", "every text is an id, if of nothing"},
	{"v1/removeTemplate/bad-input", "every text is an id, if of nothing"},
	{"v1/getCurrentUser/bad-input", "it takes no input that can be wrong"},
	{"v1/getCurrentUser/hidden", "a caller sees itself"},
	{"v1/getGlobalTheme/bad-input", "it takes no input that can be wrong"},
	{"v1/getGlobalTheme/hidden", "everybody who may use the site sees it"},
	{"v1/getGroupByName/bad-input", "every text may be a name"},
	{"v1/getGroupMembers/hidden", "a group that is not there has no members (client-expectations.md, last section)"},
	{"v1/getGroupMembersByGroupId/hidden", "a group that is not there has no members (client-expectations.md, last section)"},
	{"v1/getGroups/hidden", "every member may see every group"},
	{"v1/getLookAndFeelSettings/bad-input", "every text may be a key"},
	{"v1/getMembersByQueryParam/hidden", "a group that is not there has no members (client-expectations.md, last section)"},
	{"v1/getModules/bad-input", "it takes no input that can be wrong"},
	{"v1/getPrivacyUnsafeUserEmailBulk/hidden", "what the caller may not see is left out"},
	{"v1/getRetentionPeriod/bad-input", "it takes no input that can be wrong"},
	{"v1/getSystemInfo/bad-input", "it takes no input that can be wrong"},
	{"v1/getSystemInfo/hidden", "every member of the site sees it"},
	{"v1/getTheme/bad-input", "every text may be a key"},
	{"v1/getThemes/hidden", "everybody who may use the site sees them"},
	{"v1/isWatchingSpace/bad-input", "every text is a key, if of nothing"},
	{"v1/resetLookAndFeelSettings/bad-input", "every text may be a key"},
	{"v1/searchGroups/hidden", "every member may see every group"},
	{"v1/searchUser/hidden", "members see every member"},
	{"v2/checkAccessByEmail/hidden", "it answers about every e-mail alike"},
	{"v1/getSpaceSettings/bad-input", "every text is a key, if of nothing"},
	{"v1/getSpaceTheme/bad-input", "every text is a key, if of nothing"},
	{"v1/getTask/bad-input", "every text is an id, if of nothing"},
	{"v1/resetSpaceTheme/bad-input", "every text is a key, if of nothing"},
	{"v2/convertContentIdsToContentTypes/hidden", "what is hidden is null in its success"},
	{"v2/createBulkUserLookup/hidden", "ids without an account are left out"},
	{"v2/createSpace/hidden", "what it copies from is the one thing that could be hidden, and bad-input shows it"},
	{"v2/createSpaceRole/hidden", "it names nothing that could be hidden"},
	{"v2/deleteForgeAppProperty/bad-input", "every text may be a key"},
	{"v2/deleteSpaceRole/bad-input", "every text is an id, if of nothing"},
	{"v2/disableAdminKey/bad-input", "it takes no input that can be wrong"},
	{"v2/getAdminKey/bad-input", "it takes no input that can be wrong"},
	{"v2/getAvailableSpacePermissions/hidden", "every member of the site sees them"},
	{"v2/getAvailableSpaceRoles/hidden", "every member of the site sees them"},
	{"v2/getClassificationLevels/hidden", "every member of the site sees them"},
	{"v2/getClassificationLevels/bad-input", "it takes no input that can be wrong"},
	{"v2/getDataPolicyMetadata/bad-input", "it takes no input that can be wrong"},
	{"v2/getDataPolicyMetadata/hidden", "every member of the site sees it"},
	{"v2/getDataPolicySpaces/hidden", "what is hidden is left out"},
	{"v2/getForgeAppProperty/bad-input", "every text may be a key"},
	{"v2/getSpaceRoleMode/bad-input", "it takes no input that can be wrong"},
	{"v2/getSpaceRoleMode/hidden", "every member of the site sees it"},
	{"v2/getSpaceRolesById/bad-input", "every text is an id, if of nothing"},
}

func exception(path string) (why string, excepted bool) {
	for _, e := range exceptions {
		if e.path == path {
			return e.why, true
		}
	}
	return "", false
}

// TestEveryRowHasItsTranscripts is the law of the operation table: what there is is shown at work, refused for its
// scopes, silent about what is hidden, and clear about bad input.
func TestEveryRowHasItsTranscripts(t *testing.T) {
	t.Parallel()
	have := map[string]transcript{}
	for _, tr := range transcripts(t) {
		have[tr.path] = tr
	}
	used := map[string]bool{}
	dirs := map[string]bool{"edge": true}
	for _, op := range operations(t) {
		dir := op.version + "/" + op.id
		dirs[dir] = true
		for _, kind := range kinds {
			path := dir + "/" + kind
			_, ok := have[path]
			reason, excepted := exception(path)
			used[path] = used[path] || excepted
			switch {
			case !ok && !excepted:
				t.Errorf("testdata/%s.txtar is missing", path)
			case ok && excepted:
				t.Errorf("testdata/%s.txtar is there; the exception says %s", path, reason)
			}
		}
		success := lastStatus(have[dir+"/success"])
		if !slices.Contains(op.success, success) {
			t.Errorf("%s succeeds with %s, the table says %v", op.key(), success, op.success)
		}
	}
	for _, e := range exceptions {
		if !used[e.path] {
			t.Errorf("the exception %s is of no operation", e.path)
		}
	}
	for path := range have {
		if dir := path[:strings.LastIndex(path, "/")]; !dirs[dir] {
			t.Errorf("testdata/%s.txtar is of no operation", path)
		}
	}
}

// lastStatus is the status of a transcript's last answer: what comes before leads to it.
func lastStatus(tr transcript) string {
	if tr.archive == nil || len(tr.archive.Files) < 2 {
		return "nothing"
	}
	status, _, _ := strings.Cut(string(tr.archive.Files[len(tr.archive.Files)-1].Data), " ")
	return status
}

// TestRefusalsAreTyped: a refusal that was recorded would prove nothing but that the server is what it is.
func TestRefusalsAreTyped(t *testing.T) {
	t.Parallel()
	for _, tr := range transcripts(t) {
		for i, f := range tr.archive.Files {
			if status := string(f.Data[:min(1, len(f.Data))]); f.Name == "response" && (status == "4" || status == "5") && !tr.typed {
				t.Errorf("%s: answer %d is a refusal and recorded", tr.path, i/2+1)
			}
		}
		if len(tr.archive.Files) == 0 || len(tr.archive.Files)%2 != 0 {
			t.Errorf("%s has %d parts, want pairs", tr.path, len(tr.archive.Files))
		}
	}
}
