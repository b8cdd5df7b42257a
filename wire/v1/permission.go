package v1

// PermissionCheck asks whether somebody may do something to content.
type PermissionCheck struct {
	Subject   PermissionSubject `json:"subject"`
	Operation string            `json:"operation"` // read, update, delete
}

// PermissionSubject names an account or a group.
type PermissionSubject struct {
	Type       string `json:"type"`       // user, group
	Identifier string `json:"identifier"` // accountId, or the id of a group; where spaces are shared, its name too
}

// PermissionCheckResult says whether it is permitted, and if not why.
type PermissionCheckResult struct {
	HasPermission bool      `json:"hasPermission"`
	Errors        []Message `json:"errors,omitzero"`
	Links         Links     `json:"_links,omitzero"`
}
