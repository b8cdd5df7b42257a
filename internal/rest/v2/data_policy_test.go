package v2_test

import "testing"

func TestDataPoliciesAreTold(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const none, some = `{"anyContentBlocked":false}`, `{"anyContentBlocked":true}`
	space := func(policy string) string {
		return `{"results":[{"id":"32769","key":"DEV","name":"Development","description":{"plain":{"representation":"plain","value":"Code & <care>"},` +
			`"view":{"representation":"view","value":"Code &amp; &lt;care&gt;"}},"dataPolicy":` + policy + `,"icon":{"path":"/images/logo/default-space-logo.svg"},"_links":{"webui":"/spaces/DEV"}}],"_links":{"base":"` + baseURL + `/wiki"}}`
	}
	for _, policy := range []string{none, some, none} {
		b.must(b.service.System().SetDataPolicy(t.Context(), b.site.ID, b.dev.Key, policy == some))
		b.answers("bob", "GET /data-policies/metadata", "", 200, policy)
		b.answers("bob", "GET /data-policies/spaces?keys=dev", "", 200, space(policy))
	}
}
