package client

import (
	"context"
	"io"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetAuditRecordsQuery narrows GetAuditRecords.
type GetAuditRecordsQuery struct {
	StartDate    string `query:"startDate"` // milliseconds since 1970
	EndDate      string `query:"endDate"`
	SearchString string `query:"searchString"`
	Limit        int    `query:"limit"` // per page
}

// GetAuditRecords lists the audit log, newest first.
func (v V1) GetAuditRecords(ctx context.Context, q GetAuditRecordsQuery) iter.Seq2[wirev1.AuditRecord, error] {
	return list[wirev1.AuditRecord](ctx, v.c, "v1:getAuditRecords", q)
}

// GetAuditRecordsForTimePeriodQuery is a period before now.
type GetAuditRecordsForTimePeriodQuery struct {
	Number       int    `query:"number"`
	Units        string `query:"units"` // DAYS, MONTHS, …
	SearchString string `query:"searchString"`
	Limit        int    `query:"limit"` // per page
}

// GetAuditRecordsForTimePeriod lists the audit log of a period before now, newest first.
func (v V1) GetAuditRecordsForTimePeriod(ctx context.Context, q GetAuditRecordsForTimePeriodQuery) iter.Seq2[wirev1.AuditRecord, error] {
	return list[wirev1.AuditRecord](ctx, v.c, "v1:getAuditRecordsForTimePeriod", q)
}

// CreateAuditRecord adds a record to the audit log.
func (v V1) CreateAuditRecord(ctx context.Context, record wirev1.AuditRecordCreate) (*wirev1.AuditRecord, error) {
	return call[wirev1.AuditRecord](ctx, v.c, "v1:createAuditRecord", nil, record)
}

// ExportAuditRecordsQuery says what is exported and how.
type ExportAuditRecordsQuery struct {
	StartDate    string `query:"startDate"` // milliseconds since 1970
	EndDate      string `query:"endDate"`
	SearchString string `query:"searchString"`
	Format       string `query:"format"` // csv or zip
}

// ExportAuditRecords reads the audit log as a table, or as an archive that holds it. Close what it returns.
func (v V1) ExportAuditRecords(ctx context.Context, q ExportAuditRecordsQuery) (io.ReadCloser, error) {
	res, err := v.c.run(ctx, "v1:exportAuditRecords", q, nil)
	if err != nil {
		return nil, err
	}
	return res.Body, nil
}

// GetRetentionPeriod reads how long the audit log is kept.
func (v V1) GetRetentionPeriod(ctx context.Context) (*wirev1.RetentionPeriod, error) {
	return call[wirev1.RetentionPeriod](ctx, v.c, "v1:getRetentionPeriod", nil, nil)
}

// SetRetentionPeriod changes how long the audit log is kept.
func (v V1) SetRetentionPeriod(ctx context.Context, period wirev1.RetentionPeriod) (*wirev1.RetentionPeriod, error) {
	return call[wirev1.RetentionPeriod](ctx, v.c, "v1:setRetentionPeriod", nil, period)
}

// GetSystemInfo reads what the site tells of itself.
func (v V1) GetSystemInfo(ctx context.Context) (*wirev1.SystemInfo, error) {
	return call[wirev1.SystemInfo](ctx, v.c, "v1:getSystemInfo", nil, nil)
}

// SpaceKeyQuery names a space; without a key the whole site is meant.
type SpaceKeyQuery struct {
	SpaceKey string `query:"spaceKey"`
}

// GetLookAndFeelSettings reads the looks of the site or of a space.
func (v V1) GetLookAndFeelSettings(ctx context.Context, q SpaceKeyQuery) (*wirev1.LookAndFeelSettings, error) {
	return call[wirev1.LookAndFeelSettings](ctx, v.c, "v1:getLookAndFeelSettings", q, nil)
}

// UpdateLookAndFeel chooses the look of a space.
func (v V1) UpdateLookAndFeel(ctx context.Context, selection wirev1.LookAndFeelSelection) (*wirev1.LookAndFeelSelection, error) {
	return call[wirev1.LookAndFeelSelection](ctx, v.c, "v1:updateLookAndFeel", nil, selection)
}

// SetLookAndFeelSettings chooses the look of the site or of a space: global or custom.
func (v V1) SetLookAndFeelSettings(ctx context.Context, selected string, q SpaceKeyQuery) (string, error) {
	out, err := call[string](ctx, v.c, "v1:setLookAndFeelSettings", q, selected)
	if err != nil {
		return "", err
	}
	return *out, nil
}

// UpdateLookAndFeelSettings keeps a custom look for the site or for a space.
func (v V1) UpdateLookAndFeelSettings(ctx context.Context, look wirev1.LookAndFeel, q SpaceKeyQuery) (*wirev1.LookAndFeel, error) {
	return call[wirev1.LookAndFeel](ctx, v.c, "v1:updateLookAndFeelSettings", q, look)
}

// ResetLookAndFeelSettings goes back to the look that everything has until somebody changes it.
func (v V1) ResetLookAndFeelSettings(ctx context.Context, q SpaceKeyQuery) error {
	return act(ctx, v.c, "v1:resetLookAndFeelSettings", q)
}

// GetThemes lists the themes beside the default one.
func (v V1) GetThemes(ctx context.Context, q PageSizeQuery) iter.Seq2[wirev1.Theme, error] {
	return list[wirev1.Theme](ctx, v.c, "v1:getThemes", q)
}

// GetGlobalTheme reads the theme of the site.
func (v V1) GetGlobalTheme(ctx context.Context) (*wirev1.Theme, error) {
	return call[wirev1.Theme](ctx, v.c, "v1:getGlobalTheme", nil, nil)
}

// GetTheme reads a theme.
func (v V1) GetTheme(ctx context.Context, key string) (*wirev1.Theme, error) {
	return call[wirev1.Theme](ctx, v.c, "v1:getTheme", nil, nil, key)
}
