// Command gendocs writes docs/config.md and the usages of flags from the comments of the configuration struct.
package main

import (
	"log"
	"os"

	"github.com/weirhq/weir/internal/config/manual"
)

func main() {
	source, err := os.ReadFile("config.go")
	if err != nil {
		log.Fatal(err)
	}
	markdown, usages, err := manual.Build(source)
	if err != nil {
		log.Fatal(err)
	}
	for name, content := range map[string][]byte{"usage_gen.go": usages, "../../docs/config.md": markdown} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
