package v1

// SystemInfo is what a site tells of itself.
type SystemInfo struct {
	CloudID         string `json:"cloudId"`
	CommitHash      string `json:"commitHash"` // of the program
	BaseURL         string `json:"baseUrl,omitzero"`
	SiteTitle       string `json:"siteTitle,omitzero"`
	DefaultTimeZone string `json:"defaultTimeZone,omitzero"`
}

// LookAndFeelSettings are the looks a site or a space can have, and which one it has.
type LookAndFeelSettings struct {
	Selected string       `json:"selected"` // global, custom
	Global   LookAndFeel  `json:"global"`
	Theme    *LookAndFeel `json:"theme,omitzero"`
	Custom   LookAndFeel  `json:"custom"`
}

// LookAndFeelSelection chooses the look of a space.
type LookAndFeelSelection struct {
	SpaceKey        string `json:"spaceKey"`
	LookAndFeelType string `json:"lookAndFeelType"` // global, custom
}
