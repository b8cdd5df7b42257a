package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

// What the description requires and lets be null is null when unset.
func TestLookAndFeelWritesItsRequiredNulls(t *testing.T) {
	t.Parallel()
	golden.Check(t, LookAndFeel{
		Headings: LookColor{Color: "#172b4d"},
		Content: LookContent{
			Screen:    &LookScreen{Background: "#fff", Layer: &LookLayer{Width: "1px"}},
			Container: &LookContainer{Background: "#fff", BackgroundColor: wire.Value("#fff"), Padding: "20px", BorderRadius: "0px"},
		},
	}, `{
		"headings":{"color":"#172b4d"},
		"links":{"color":""},
		"menus":{"hoverOrFocus":{"backgroundColor":""},"color":""},
		"header":{"backgroundColor":"","button":{"backgroundColor":"","color":""},
			"primaryNavigation":{"color":"","hoverOrFocus":{"backgroundColor":"","color":""}},
			"secondaryNavigation":{"color":"","hoverOrFocus":{"backgroundColor":"","color":""}},
			"search":{"backgroundColor":"","color":""}},
		"content":{"screen":{"background":"#fff","layer":{"width":"1px"}},
			"container":{"background":"#fff","backgroundColor":"#fff","backgroundImage":null,"backgroundSize":null,
				"padding":"20px","borderRadius":"0px"}},
		"bordersAndDividers":{"color":""}
	}`)
}
