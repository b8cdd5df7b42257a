package explain

import (
	"regexp"
	"strings"
)

// secrets are the shapes that must never reach a log: our tokens, the vendor's, values of Authorization, user info in
// addresses (security-model.md §13). An expression is tried only on text that has one of its signs: every line of the
// log passes here, and looking for a few letters costs a hundredth of looking for a shape.
var secrets = []struct {
	signs []string
	shape *regexp.Regexp
	by    string
}{
	{[]string{"wru_", "wrs_", "wrv_"}, regexp.MustCompile(`\bwr([usv])_[0-9A-Za-z]{20,}`), "wr${1}_***"},
	{[]string{"TT3"}, regexp.MustCompile(`\bAT(ATT|STT|CTT)3[0-9A-Za-z_=-]{8,}`), "AT${1}3***"},
	{[]string{"asic ", "ASIC ", "earer ", "EARER "}, regexp.MustCompile(`(?i)\b(basic|bearer) +[0-9A-Za-z+/._~-]{8,}=*`), "${1} ***"},
	{[]string{"@"}, regexp.MustCompile(`://[^/@\s"]+@`), "://***@"},
}

// Mask replaces everything in s that has the shape of a secret. It is the last defence; whoever writes a log must not
// hand it secrets in the first place.
func Mask(s string) string {
	for _, secret := range secrets {
		for _, sign := range secret.signs {
			if strings.Contains(s, sign) {
				s = secret.shape.ReplaceAllString(s, secret.by)
				break
			}
		}
	}
	return s
}
