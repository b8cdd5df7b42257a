package wiki

// Subject names whom a grant or a restriction speaks of, in the form in which the store keeps it:
// "u:<accountId>", "g:<group id>" or "anonymous". One text column instead of two nullable ones keeps the
// permission joins to a single comparison.
type Subject string

// Anonymous is everybody without an account. A grant to it holds for people with an account too.
const Anonymous Subject = "anonymous"

// User is the subject of one account.
func User(id AccountID) Subject { return Subject("u:" + string(id)) }

// Group is the subject of the members of one group.
func Group(id GroupID) Subject { return Subject("g:" + string(id)) }

// Account returns the account a subject names, or false for a group and for Anonymous.
func (s Subject) Account() (AccountID, bool) {
	if len(s) > 2 && s[:2] == "u:" {
		return AccountID(s[2:]), true
	}
	return "", false
}

// Group returns the group a subject names, or false for an account and for Anonymous.
func (s Subject) Group() (GroupID, bool) {
	if len(s) > 2 && s[:2] == "g:" {
		return GroupID(s[2:]), true
	}
	return "", false
}

// Viewer is a caller as the permission formula sees it: what it is, not how it proved it.
type Viewer struct {
	Account   AccountID // empty for anonymous
	Subjects  []Subject // own account, its groups, Anonymous where the site admits it; empty: nobody
	SiteAdmin bool      // may administer the site; gives no right to content (security-model.md §6)
	// AdminKey passes every view restriction in the spaces the viewer may view. Only reads have it.
	AdminKey bool
}

// Is reports whether the viewer is among the subjects.
func (v Viewer) Is(subjects []Subject) bool {
	for _, s := range subjects {
		for _, own := range v.Subjects {
			if s == own {
				return true
			}
		}
	}
	return false
}
