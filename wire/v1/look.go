package v1

import "github.com/weirhq/weir/wire"

// LookAndFeel is the colours of a site or a space, each a CSS value. Members that the description
// both requires and lets be null are written as null when unset, since clients check for them.
type LookAndFeel struct {
	Headings           LookColor        `json:"headings"`
	LinkColor          LookColor        `json:"links"`
	Menus              LookMenus        `json:"menus"`
	Header             LookHeader       `json:"header"`
	HorizontalHeader   *LookTopHeader   `json:"horizontalHeader,omitzero"`
	Content            LookContent      `json:"content"`
	BordersAndDividers LookColor        `json:"bordersAndDividers"`
	SpaceReference     wire.Object[any] `json:"spaceReference,omitzero"`
	Links              Links            `json:"_links,omitzero"`
}

// LookColor is the colour of one kind of element.
type LookColor struct {
	Color string `json:"color"`
}

// LookBackground is the background of an element while it is pointed at.
type LookBackground struct {
	BackgroundColor string `json:"backgroundColor"`
}

// LookColors are the background and text colours of a button, a search field or an element that
// is pointed at.
type LookColors struct {
	BackgroundColor string `json:"backgroundColor"`
	Color           string `json:"color"`
}

// LookMenus are the colours of menus.
type LookMenus struct {
	HoverOrFocus LookBackground `json:"hoverOrFocus"`
	Color        string         `json:"color"`
}

// LookHeader are the colours of the header.
type LookHeader struct {
	BackgroundColor     string         `json:"backgroundColor"`
	Button              LookColors     `json:"button"`
	PrimaryNavigation   LookNavigation `json:"primaryNavigation"`
	SecondaryNavigation LookNavigation `json:"secondaryNavigation"`
	Search              LookColors     `json:"search"`
}

// LookTopHeader are the colours of the header of the newer, horizontal navigation.
type LookTopHeader struct {
	BackgroundColor     string            `json:"backgroundColor"`
	Button              *LookColors       `json:"button,omitzero"`
	PrimaryNavigation   LookTopNavigation `json:"primaryNavigation"`
	SecondaryNavigation *LookNavigation   `json:"secondaryNavigation,omitzero"`
	Search              *LookColors       `json:"search,omitzero"`
}

// LookNavigation are the colours of a navigation.
type LookNavigation struct {
	Color          string     `json:"color"`
	HighlightColor string     `json:"highlightColor,omitzero"`
	HoverOrFocus   LookColors `json:"hoverOrFocus"`
}

// LookTopNavigation are the colours of the primary navigation in a horizontal header.
type LookTopNavigation struct {
	Color          string      `json:"color,omitzero"`
	HighlightColor string      `json:"highlightColor"`
	HoverOrFocus   *LookColors `json:"hoverOrFocus,omitzero"`
}

// LookContent are the backgrounds around content.
type LookContent struct {
	Screen    *LookScreen    `json:"screen,omitzero"`
	Container *LookContainer `json:"container,omitzero"`
	Header    *LookContainer `json:"header,omitzero"`
	Body      *LookContainer `json:"body,omitzero"`
}

// LookScreen is the background of the whole window.
type LookScreen struct {
	Background           string     `json:"background"`
	BackgroundAttachment string     `json:"backgroundAttachment,omitzero"`
	BackgroundBlendMode  string     `json:"backgroundBlendMode,omitzero"`
	BackgroundClip       string     `json:"backgroundClip,omitzero"`
	BackgroundColor      string     `json:"backgroundColor,omitzero"`
	BackgroundImage      string     `json:"backgroundImage,omitzero"`
	BackgroundOrigin     string     `json:"backgroundOrigin,omitzero"`
	BackgroundPosition   string     `json:"backgroundPosition,omitzero"`
	BackgroundRepeat     string     `json:"backgroundRepeat,omitzero"`
	BackgroundSize       string     `json:"backgroundSize,omitzero"`
	Layer                *LookLayer `json:"layer,omitzero"`
	GutterTop            string     `json:"gutterTop,omitzero"`
	GutterRight          string     `json:"gutterRight,omitzero"`
	GutterBottom         string     `json:"gutterBottom,omitzero"`
	GutterLeft           string     `json:"gutterLeft,omitzero"`
}

// LookLayer is the size of the layer behind the content.
type LookLayer struct {
	Width  string `json:"width,omitzero"`
	Height string `json:"height,omitzero"`
}

// LookContainer is the background and the frame of one part of the content.
type LookContainer struct {
	Background           string            `json:"background"`
	BackgroundAttachment string            `json:"backgroundAttachment,omitzero"`
	BackgroundBlendMode  string            `json:"backgroundBlendMode,omitzero"`
	BackgroundClip       string            `json:"backgroundClip,omitzero"`
	BackgroundColor      wire.Null[string] `json:"backgroundColor"`
	BackgroundImage      wire.Null[string] `json:"backgroundImage"`
	BackgroundOrigin     string            `json:"backgroundOrigin,omitzero"`
	BackgroundPosition   string            `json:"backgroundPosition,omitzero"`
	BackgroundRepeat     string            `json:"backgroundRepeat,omitzero"`
	BackgroundSize       wire.Null[string] `json:"backgroundSize"`
	Padding              string            `json:"padding"`
	BorderRadius         string            `json:"borderRadius"`
}
