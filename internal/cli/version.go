package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"
)

func versionCommand(a *app) *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  args(noArgs),
		RunE: func(*cobra.Command, []string) error {
			v := thisVersion(debug.ReadBuildInfo())
			if asJSON {
				line, err := json.Marshal(v, json.Deterministic(true))
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(a.out, "%s\n", line)
				return err
			}
			_, err := fmt.Fprintf(a.out, "weir %s (commit %s, %s, SQLite driver %s)\n", v["version"], v["commit"], v["go"], v["sqliteDriver"])
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// thisVersion is what the build recorded of itself; what it did not record is "unknown".
func thisVersion(build *debug.BuildInfo, ok bool) map[string]string {
	v := map[string]string{"version": "unknown", "commit": "unknown", "go": runtime.Version(), "sqliteDriver": "unknown"}
	if !ok {
		return v
	}
	if build.Main.Version != "" {
		v["version"] = build.Main.Version
	}
	for _, s := range build.Settings {
		if s.Key == "vcs.revision" {
			v["commit"] = s.Value
		}
	}
	for _, m := range build.Deps {
		if m.Path == "modernc.org/sqlite" {
			v["sqliteDriver"] = m.Version
		}
	}
	return v
}
