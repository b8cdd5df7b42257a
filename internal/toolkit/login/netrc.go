package login

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// netrcFile is where curl looks, too.
func netrcFile(env func(string) (string, bool)) string {
	if name := value(env, "NETRC"); name != "" {
		return name
	}
	return filepath.Join(value(env, "HOME"), ".netrc")
}

// readNetrc finds the login and the password of a host. The entry "default" is left alone: it would send its password to
// any host.
func readNetrc(name, host string) (login, password string, err error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return "", "", fmt.Errorf(".netrc: %w", err)
	}
	if bare, _, err := net.SplitHostPort(host); err == nil {
		host = bare // its machines have no ports
	}
	words := netrcWords(string(content))
	ours := false
	for i := 0; i < len(words); i++ {
		word := words[i]
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch word {
		case "default":
			ours = false
			continue
		case "machine":
			if ours && password != "" {
				return login, password, nil
			}
			ours = strings.EqualFold(next, host)
			login, password = "", ""
		case "login":
			if ours {
				login = next
			}
		case "password":
			if ours {
				password = next
			}
		case "account":
		default:
			continue
		}
		i++
	}
	return login, password, nil
}

// netrcWords splits the file; comments end with their line, and a macro with the next empty line.
func netrcWords(content string) []string {
	var words []string
	macro := false
	for line := range strings.Lines(content) {
		fields := strings.Fields(line)
		if macro = macro && len(fields) > 0; macro {
			continue
		}
		for _, field := range fields {
			if strings.HasPrefix(field, "#") {
				break
			}
			if macro = field == "macdef"; macro {
				break
			}
			words = append(words, field)
		}
	}
	return words
}

// NetrcEntry is the .netrc file, if it has an entry for a host. Other programs use such an entry without being told to.
func NetrcEntry(env func(string) (string, bool), host string) (file string, found bool) {
	file = netrcFile(env)
	_, password, err := readNetrc(file, host)
	return file, err == nil && password != ""
}
