package identity

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/weirhq/weir/internal/wiki"
)

// Bounds of a password (security-model.md §4). There are no rules of composition.
const (
	MinPasswordChars = 12
	MaxPasswordBytes = 1024
)

// The cost of a new hash: about 60 ms of one core and 19 MiB.
const (
	passwordMemory = 19 << 10 // KiB
	passwordTime   = 2
	saltLen        = 16
	passwordKeyLen = 32
)

// maxPasswordMemory bounds what a stored hash may ask for, in KiB: the row may come from elsewhere.
const maxPasswordMemory = 256 << 10

// commonPasswords are those of twelve characters and more that lists of leaked passwords begin with, folded.
var commonPasswords = []string{
	"000000000000", "111111111111", "1234567890123", "12345678901234", "123456789012", "123456789101", "1234567890qw",
	"1q2w3e4r5t6y", "1qaz2wsx3edc", "abc123abc123", "abcdefghijkl", "administrator", "asdfghjkl123", "baseball1234",
	"changeme1234", "changemechangeme", "confluence123", "football1234", "iloveyou1234", "letmeinletmein", "passw0rd1234",
	"password1234", "password12345", "password123456", "passwordpassword", "q1w2e3r4t5y6", "qazwsxedcrfv", "qwerty123456",
	"qwertyuiop12", "qwertyuiop123", "qwertyuiopas", "qwertyqwerty", "superman1234", "welcome12345", "zaq12wsxcde3",
}

// CheckPassword refuses a password that is too short, too long, common, or its owner's e-mail: InvalidInput, which
// never names the password.
func CheckPassword(password string, owner Account) error {
	refused := func(want string) error { return wiki.Invalid("password", "", want) }
	folded := strings.ToLower(password)
	name, _, _ := strings.Cut(strings.ToLower(owner.Email), "@")
	switch {
	case !utf8.ValidString(password):
		return refused("UTF-8")
	case utf8.RuneCountInString(password) < MinPasswordChars:
		return refused(fmt.Sprintf("at least %d characters", MinPasswordChars))
	case len(password) > MaxPasswordBytes:
		return refused(fmt.Sprintf("at most %d bytes", MaxPasswordBytes))
	case slices.Contains(commonPasswords, folded) || len(strings.Trim(folded, folded[:1])) == 0:
		return refused("one that is not on every list of passwords")
	case folded == strings.ToLower(owner.Email) || folded == name:
		return refused("another than the e-mail")
	}
	return nil
}

// HashPassword is what is kept of a password: argon2id in the usual text form, with a salt drawn from random.
func HashPassword(password string, random io.Reader) (string, error) {
	salt := make([]byte, saltLen)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	key := argon2.IDKey([]byte(password), salt, passwordTime, passwordMemory, 1, passwordKeyLen)
	text := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, passwordMemory, passwordTime,
		text.EncodeToString(salt), text.EncodeToString(key)), nil
}

// VerifyPassword compares a password with what HashPassword gave. It takes as long where nothing is kept, so that
// nobody learns which accounts have a password (security-model.md R-ENUM). Bound how many run at once.
func VerifyPassword(hash, password string) bool {
	memory, time, threads := uint32(passwordMemory), uint32(passwordTime), uint8(1)
	salt, want, known := make([]byte, saltLen), make([]byte, passwordKeyLen), false
	if parts := strings.Split(hash, "$"); len(parts) == 6 && parts[1] == "argon2id" && parts[2] == fmt.Sprintf("v=%d", argon2.Version) {
		var m, t uint32
		var p uint8
		_, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p)
		s, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
		k, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
		if err == nil && saltErr == nil && keyErr == nil && m > 0 && m <= maxPasswordMemory && t > 0 && t <= 16 && p > 0 && len(k) >= 16 {
			memory, time, threads, salt, want, known = m, t, p, s, k, true
		}
	}
	got := argon2.IDKey([]byte(password), salt, time, memory, threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && known
}
