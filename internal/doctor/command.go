package doctor

import (
	"encoding/base64"
	"strings"
)

// output is what a command in a pasted line would print, for the one kind that credentials come out of:
// echo, printf or Write-Output of something, through base64 or not. Nothing is ever run.
func output(command string, value func(string) (string, bool)) (string, bool) {
	if text, ok := powerShellBase64(command, value); ok {
		return text, true
	}
	l := &lexer{shell: Posix, src: []rune(command)}
	var s statement
	encode := ""
	if before, after, piped := strings.Cut(command, "|"); piped {
		l.src, encode = []rune(before), strings.TrimSpace(after)
	}
	s = l.statement()
	if len(s.words) < 2 {
		return "", false
	}
	printed, newline := []string{}, true
	program := s.words[0].plain()
	for _, w := range s.words[1:] {
		text, missing := w.text(value)
		switch {
		case len(missing) > 0:
			return "", false
		case program == "echo" && text == "-n":
			newline = false
		default:
			printed = append(printed, text)
		}
	}
	text := strings.Join(printed, " ")
	switch program {
	case "echo":
	case "printf":
		newline = false
		if len(printed) > 1 && strings.HasPrefix(printed[0], "%s") {
			text = strings.ReplaceAll(strings.Replace(printed[0], "%s", printed[1], 1), "%s", strings.Join(printed[2:], ""))
		}
		text = strings.ReplaceAll(text, `\n`, "\n")
	default:
		return "", false
	}
	if newline {
		text += "\n"
	}
	tool, arguments, _ := strings.Cut(encode, " ")
	switch {
	case encode == "":
		return strings.TrimRight(text, "\n"), true // as a shell cuts it
	case tool != "base64" || strings.Contains(arguments, "|"):
		return "", false
	}
	coded := base64.StdEncoding.EncodeToString([]byte(text))
	if strings.Contains(arguments, "-w0") || strings.Contains(arguments, "-w 0") || strings.Contains(arguments, "--wrap=0") {
		return coded, true
	}
	return strings.TrimRight(wrap(coded), "\n"), true
}

// wrap breaks lines as GNU base64 does without -w0.
func wrap(coded string) string {
	const width = 76
	var b strings.Builder
	for len(coded) > width {
		b.WriteString(coded[:width] + "\n")
		coded = coded[width:]
	}
	return b.String() + coded + "\n"
}

// powerShellBase64 is [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("…")).
func powerShellBase64(command string, value func(string) (string, bool)) (string, bool) {
	_, argument, found := strings.Cut(command, ".GetBytes(")
	if !found || !strings.Contains(strings.ToLower(command), "tobase64string") {
		return "", false
	}
	l := &lexer{shell: PowerShell, src: []rune(strings.TrimRight(argument, " )"))}
	w := l.word()
	text, missing := w.text(value)
	if len(missing) > 0 || w.empty() {
		return "", false
	}
	return base64.StdEncoding.EncodeToString([]byte(text)), true
}
