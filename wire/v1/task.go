package v1

import "github.com/weirhq/weir/wire"

// LongTask is the answer of an operation that goes on behind it.
type LongTask struct {
	ARI   string        `json:"ari,omitzero"`
	ID    string        `json:"id"`
	Links LongTaskLinks `json:"links"`
}

// LongTaskLinks say where the task's status is, relative to the context.
type LongTaskLinks struct {
	Status string `json:"status,omitzero"`
}

// LongTaskStatus is how a long-running task goes. Alone it has links, in a list it has none.
type LongTaskStatus struct {
	ARI                string           `json:"ari,omitzero"`
	ID                 string           `json:"id"`
	Name               LongTaskName     `json:"name"`
	ElapsedTime        int64            `json:"elapsedTime"` // milliseconds, until the end at most
	PercentageComplete int              `json:"percentageComplete"`
	Successful         bool             `json:"successful"`
	Finished           bool             `json:"finished"`
	Messages           []Message        `json:"messages"`
	Status             string           `json:"status,omitzero"`
	Errors             []Message        `json:"errors,omitzero"`
	AdditionalDetails  *LongTaskDetails `json:"additionalDetails,omitzero"`
	Links              Links            `json:"_links,omitzero"`
}

// LongTaskName is the key of a task's name. Its arguments are objects, of which the description says no more.
type LongTaskName struct {
	Key  string             `json:"key"`
	Args []wire.Object[any] `json:"args"`
}

// LongTaskDetails are facts about tasks that copy pages.
type LongTaskDetails struct {
	DestinationID        wire.ID `json:"destinationId,omitzero"`
	DestinationURL       string  `json:"destinationUrl,omitzero"`
	TotalPageNeedToCopy  int     `json:"totalPageNeedToCopy,omitzero"`
	AdditionalProperties string  `json:"additionalProperties,omitzero"`
}

// AsyncID names a conversion whose result is fetched later.
type AsyncID struct {
	AsyncID string `json:"asyncId"`
}

// AsyncContentBody is what a conversion came to: Status WORKING, QUEUED, FAILED, COMPLETED or RERUNNING, and Value, which
// with RERUNNING is the one of the run before.
type AsyncContentBody struct {
	Value           *string           `json:"value,omitzero"`
	Representation  string            `json:"representation,omitzero"`
	RenderTaskID    string            `json:"renderTaskId,omitzero"`
	Error           string            `json:"error,omitzero"`
	Status          string            `json:"status"`
	MediaToken      *MediaToken       `json:"mediaToken,omitzero"`
	WebResource     wire.Object[any]  `json:"webresource,omitzero"`
	EmbeddedContent []EmbeddedContent `json:"embeddedContent,omitzero"`
	Expandable      wire.Expandable   `json:"_expandable,omitzero"`
	Links           Links             `json:"_links,omitzero"`
}

// BulkConversion asks for several conversions.
type BulkConversion struct {
	Inputs []BulkConversionInput `json:"conversionInputs"`
}

// BulkConversionInput asks for one conversion.
type BulkConversionInput struct {
	To                    string              `json:"to"`
	Body                  RepresentationWrite `json:"body"`
	AllowCache            bool                `json:"allowCache,omitzero"`
	SpaceKeyContext       string              `json:"spaceKeyContext,omitzero"`
	ContentIDContext      wire.ID             `json:"contentIdContext,omitzero"`
	EmbeddedContentRender string              `json:"embeddedContentRender,omitzero"` // current unless given
	Expand                []string            `json:"expand,omitzero"`
}
