package contract

import "testing"

// peopleQuery leads operations on people and administration to something that is there.
func (op operation) peopleQuery(t testing.TB, b *bench) string {
	t.Helper()
	switch op.key() {
	case "v1:getBulkUserLookup", "v1:getPrivacyUnsafeUserEmailBulk", "v1:getGroupMembershipsForUser":
		return "?accountId=" + b.Member.ID
	case "v1:getPrivacyUnsafeUserEmail":
		return "?accountId=" + b.Admin.ID
	case "v1:getBulkUserMigration":
		return "?key=none"
	case "v1:getGroupByGroupId":
		return "?id=" + b.GroupID(t, "engineering")
	case "v1:getGroupByQueryParam", "v1:getMembersByQueryParam":
		return "?name=engineering"
	case "v1:searchGroups":
		return "?query=e"
	case "v1:searchUser":
		return "?cql=type=user"
	case "v1:resetLookAndFeelSettings":
		return "?spaceKey=NOSUCH"
	case "v1:exportAuditRecords", "v1:getAuditRecords":
		return "?limit=2&endDate=1700000000000" // before the first: other tests write records
	case "v1:getAuditRecordsForTimePeriod":
		return "?number=0"
	}
	return ""
}

// answersAll is the status of operations that succeed for nobody in the matrix: those for apps, and those on an admin key
// that is never enabled there.
func (op operation) answersAll() (status int, special bool) {
	switch op.key() {
	case "v1:getModules", "v1:registerModules", "v1:removeModules",
		"v2:getForgeAppProperties", "v2:getForgeAppProperty", "v2:putForgeAppProperty", "v2:deleteForgeAppProperty":
		return 401, true
	case "v2:getAdminKey":
		return 404, true
	}
	return 0, false
}

// harmless is a body with which the operation changes nothing.
func (op operation) harmless() string {
	if op.key() == "v2:enableAdminKey" {
		return `{"durationInMinutes":0}`
	}
	return "{}"
}
