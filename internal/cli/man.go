package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func manCommand(a *app) *cobra.Command {
	dir := ""
	cmd := &cobra.Command{
		Use:   "man [command]...",
		Short: "Print a manual page, or write them all",
		Long: `Print the manual page of a command, in the language of man, or write those of all commands into a folder, from where
man finds them.`,
		Example: `  weir man scopes record | man -l -
  weir man --dir /usr/local/share/man/man1`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			if dir != "" {
				if len(args) > 0 {
					return usageError{errors.New("--dir writes the pages of all commands")}
				}
				return writeManuals(root, dir)
			}
			named, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usageError{fmt.Errorf("no command is called %q", strings.Join(args, " "))}
			}
			_, err = fmt.Fprint(a.out, manual(named))
			return err
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			named, _, err := cmd.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var offers []string
			for _, sub := range documented(named) {
				offers = append(offers, sub.Name()+"\t"+sub.Short)
			}
			return offers, cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "write the page of each command into this folder, such as weir-api.1")
	return cmd
}

// writeManuals writes the page of a command and of all below it.
func writeManuals(cmd *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, pageName(cmd)+".1"), []byte(manual(cmd)), 0o644); err != nil {
		return err
	}
	for _, sub := range documented(cmd) {
		if err := writeManuals(sub, dir); err != nil {
			return err
		}
	}
	return nil
}

// documented are the commands below one that have a page.
func documented(cmd *cobra.Command) []*cobra.Command {
	var subs []*cobra.Command
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			subs = append(subs, sub)
		}
	}
	return subs
}

// pageName is the name of a page, as "weir-scopes-for".
func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manual is a command's page. It is written here and not by cobra's generator, which takes the help for Markdown and
// loses what stands in <angle brackets>.
func manual(cmd *cobra.Command) string {
	cmd.InitDefaultHelpFlag()
	var page strings.Builder
	version := thisVersion(debug.ReadBuildInfo())["version"]
	fmt.Fprintf(&page, ".TH %s 1 \"\" %s \"weir\"\n", inQuotes(strings.ToUpper(pageName(cmd))), inQuotes("weir "+version))
	page.WriteString(".nh\n.ad l\n")
	fmt.Fprintf(&page, ".SH NAME\n%s \\- %s\n", escaped(pageName(cmd)), escaped(cmd.Short))
	fmt.Fprintf(&page, ".SH SYNOPSIS\n.nf\n%s\n.fi\n", escaped(cmd.UseLine()))
	page.WriteString(".SH DESCRIPTION\n")
	if cmd.Long != "" {
		page.WriteString(paragraphs(cmd.Long))
	} else {
		page.WriteString(paragraphs(cmd.Short + "."))
	}
	if subs := documented(cmd); len(subs) > 0 {
		page.WriteString(".SH COMMANDS\n")
		for _, sub := range subs {
			fmt.Fprintf(&page, ".TP\n.BR %s (1)\n%s\n", escaped(pageName(sub)), escaped(sub.Short))
		}
	}
	if cmd.NonInheritedFlags().HasAvailableFlags() {
		page.WriteString(".SH OPTIONS\n")
		cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) { page.WriteString(option(f)) })
	}
	if cmd.Example != "" {
		fmt.Fprintf(&page, ".SH EXAMPLES\n%s", paragraphs(cmd.Example))
	}
	page.WriteString(".SH EXIT STATUS\n")
	for _, row := range exitCodes {
		fmt.Fprintf(&page, ".TP\n.B %d\n%s\n", row.code, escaped(row.meaning))
	}
	if parent := cmd.Parent(); parent != nil {
		fmt.Fprintf(&page, ".SH SEE ALSO\n.BR %s (1)\n", escaped(pageName(parent)))
	}
	return page.String()
}

// option is a flag with what it does.
func option(f *pflag.Flag) string {
	if f.Hidden {
		return ""
	}
	value, usage := pflag.UnquoteUsage(f)
	name := "\\fB" + escaped("--"+f.Name) + "\\fR"
	if f.Shorthand != "" {
		name = "\\fB" + escaped("-"+f.Shorthand) + "\\fR, " + name
	}
	if value != "" {
		name += " \\fI" + escaped(value) + "\\fR"
	}
	if shown := f.DefValue; shown != "" && shown != "false" && shown != "[]" && shown != "0" && shown != "0s" && !strings.Contains(usage, "(default") {
		usage += " (default: " + shown + ")"
	}
	return ".TP\n" + name + "\n" + escaped(usage) + "\n"
}

// paragraphs are a text's: lines that are set in stay as they are, the others flow.
func paragraphs(text string) string {
	var page strings.Builder
	asWritten := false
	set := func(on bool) {
		switch {
		case on && !asWritten:
			page.WriteString(".PP\n.RS 4\n.nf\n")
		case !on && asWritten:
			page.WriteString(".fi\n.RE\n")
		}
		asWritten = on
	}
	blank := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		switch {
		case line == "":
			if asWritten {
				page.WriteString("\n")
			}
			blank = true
			continue
		case strings.HasPrefix(line, "  "):
			set(true)
			page.WriteString(escaped(strings.TrimPrefix(line, "  ")) + "\n")
		default:
			if set(false); blank {
				page.WriteString(".PP\n")
			}
			page.WriteString(escaped(line) + "\n")
		}
		blank = false
	}
	set(false)
	return strings.ReplaceAll(page.String(), "\n\n.fi", "\n.fi")
}

// escaped is text that man takes for nothing else: no command at the start of a line, no escapes, hyphens that can be
// copied.
func escaped(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, "…", "...").Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}

// inQuotes is an argument of a man macro.
func inQuotes(text string) string {
	return `"` + strings.ReplaceAll(escaped(text), `"`, `\(dq`) + `"`
}
