package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/explain"
)

func explainCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain <request-id>",
		Short: "Say why a request was refused and what to do",
		Long: `Say why a request was refused and what to do.

The request id is in the header Atl-Request-Id of the answer. The record is kept in the data folder of the server that
refused, for the newest refusals only, and can be read while the server runs.`,
		Example: `  weir explain 6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11 --data-dir /var/lib/weir`,
		Args:    args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := a.loadConfig(cmd, nil)
			if err != nil {
				return err
			}
			rec, err := explain.Find(cfg.Refusals(), args[0])
			if _, missing := os.Stat(cfg.Refusals()); errors.Is(err, explain.ErrNotFound) && errors.Is(missing, fs.ErrNotExist) {
				return fmt.Errorf("no server has kept refusals in %s: --data-dir names the folder of the server, which a demo prints", cfg.DataDir)
			}
			if err != nil {
				return fmt.Errorf("%w (looked in %s)", err, cfg.Refusals())
			}
			_, err = fmt.Fprint(a.out, explain.Text(rec))
			return err
		},
	}
	configFlags(cmd, "data-dir")
	return cmd
}
