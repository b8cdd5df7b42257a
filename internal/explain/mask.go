package explain

import "regexp"

// secrets are the shapes that must never reach a log: our tokens, the vendor's, values of Authorization, user info in
// addresses (security-model.md §13).
var secrets = []struct {
	shape *regexp.Regexp
	by    string
}{
	{regexp.MustCompile(`\bwr([usv])_[0-9A-Za-z]{20,}`), "wr${1}_***"},
	{regexp.MustCompile(`\bAT(ATT|STT|CTT)3[0-9A-Za-z_=-]{8,}`), "AT${1}3***"},
	{regexp.MustCompile(`(?i)\b(basic|bearer) +[0-9A-Za-z+/._~-]{8,}=*`), "${1} ***"},
	{regexp.MustCompile(`://[^/@\s"]+@`), "://***@"},
}

// Mask replaces everything in s that has the shape of a secret. It is the last defence; whoever writes a log must not
// hand it secrets in the first place.
func Mask(s string) string {
	for _, secret := range secrets {
		s = secret.shape.ReplaceAllString(s, secret.by)
	}
	return s
}
