package v2

import (
	"slices"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// whiteboardTemplates and whiteboardLocales are what a whiteboard can begin with, and in which languages: the lists of
// schema WhiteboardCreateRequest.
const (
	whiteboardTemplates = `
	2x2-prioritization 4ls-retro annual-calendar brainwriting concept-map crazy-8s daily-sync
	disruptive-brainstorm dot-voting elevator-pitch flow-chart gap-analysis ice-breakers incident-postmortem
	journey-mapping-kit kanban-board lean-coffee network-of-teams org-chart pi-planning prioritization
	prioritization-experiment product-roadmap product-vision-board rice sailboat-retro service-blueprint
	simple-retrospective sprint-planning sticky-note-pack swimlanes team-formation-guide timeline
	timeline-workflow user-story-map workflow vision-board venn-diagram storyboard action-plan
	root-cause-analysis executive-summary stakeholder-mapping annual-calendar-2025-2026 health-monitor
	okr-planning swot-analysis poker-planning fishbone-diagram risk-assessment bounded-context hopes-and-fears
	swimlane-vertical`
	whiteboardLocales = `
	de-DE cs-CZ ko-KR fr-FR it-IT ja-JP nl-NL nb-NO da-DK sv-SE fi-FI ru-RU pl-PL tr-TR hu-HU en-GB en-US pt-BR
	zh-CN zh-TW es-ES`
)

// checkTemplate refuses a template or a language that there is none of.
func checkTemplate(asked *wirev2.TreeCreate) error {
	if asked.TemplateKey != "" && !slices.Contains(strings.Fields(whiteboardTemplates), asked.TemplateKey) {
		return wiki.Invalid("templateKey", asked.TemplateKey, "the key of a template")
	}
	if asked.Locale != "" && !slices.Contains(strings.Fields(whiteboardLocales), asked.Locale) {
		return wiki.Invalid("locale", asked.Locale, "one of "+strings.Join(strings.Fields(whiteboardLocales), ", "))
	}
	return nil
}
