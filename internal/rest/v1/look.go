package v1

import (
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// defaultLook is the look and feel of a site until somebody changes it.
func defaultLook() *wire.LookAndFeel {
	navigation := wire.LookNavigation{
		Color: "#DEEBFF", HoverOrFocus: wire.LookColors{BackgroundColor: "#0065FF", Color: "#DEEBFF"},
	}
	return &wire.LookAndFeel{
		Headings:  wire.LookColor{Color: "#172B4D"},
		LinkColor: wire.LookColor{Color: "#0052CC"},
		Menus:     wire.LookMenus{HoverOrFocus: wire.LookBackground{BackgroundColor: "#EBECF0"}, Color: "#505F79"},
		Header: wire.LookHeader{
			BackgroundColor:     "#0747A6",
			Button:              wire.LookColors{BackgroundColor: "#DEEBFF", Color: "#0747A6"},
			PrimaryNavigation:   navigation,
			SecondaryNavigation: navigation,
			Search:              wire.LookColors{BackgroundColor: "#09326C", Color: "#DEEBFF"},
		},
		Content: wire.LookContent{
			Screen: &wire.LookScreen{Background: "#FFFFFF"},
			Container: &wire.LookContainer{
				Background: "#FFFFFF", BackgroundColor: scalar.Value("#FFFFFF"), Padding: "0", BorderRadius: "0",
			},
		},
		BordersAndDividers: wire.LookColor{Color: "#DFE1E6"},
	}
}
