package wire

// TenantInfo is the answer of /_edge/tenant_info, byte for byte {"cloudId":"…"}
// (auth-behaviour.md §1, "Tenant info").
type TenantInfo struct {
	CloudID string `json:"cloudId"`
}
