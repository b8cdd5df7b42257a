package login

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/weirhq/weir/client"
)

// The variables in which clients of Confluence find what they need, ours first; the first that is set counts. A name's
// first word tells the family it belongs to.
var (
	siteVariables = []string{
		"WEIR_SITE", "CONFLUENCE_URL", "CONFLUENCE_BASE_URL", "CONFLUENCE_ROOT_URL", "CONFLUENCE_DOMAIN",
		"ATLASSIAN_URL", "ATLASSIAN_DOMAIN", "CFL_URL", "MARK_URL", "MARK_TARGET_URL",
	}
	cloudVariables = []string{"ATLASSIAN_API_GATEWAY_CLOUD_ID", "ATLASSIAN_OAUTH_CLOUD_ID"}
	emailVariables = []string{
		"WEIR_EMAIL", "CONFLUENCE_EMAIL", "CONFLUENCE_USERNAME", "ATLASSIAN_EMAIL", "ATLASSIAN_USERNAME", "CFL_EMAIL", "MARK_USERNAME",
	}
	tokenVariables = []string{
		"WEIR_TOKEN", "WEIR_TOKEN_FILE", "CONFLUENCE_API_TOKEN", "CONFLUENCE_PASSWORD", "ATLASSIAN_API_TOKEN", "CFL_API_TOKEN", "MARK_PASSWORD",
	}
)

// setting is a value and the variable it comes from.
type setting struct{ value, name string }

func (s setting) family() string {
	family, _, _ := strings.Cut(s.name, "_")
	return family
}

// environment is what the variables say.
type environment struct {
	site, email, token setting
	notes              []string
}

func readEnvironment(env func(string) (string, bool)) (environment, error) {
	var e environment
	e.site = e.first(env, siteVariables)
	if cloud := e.first(env, cloudVariables); e.site.value == "" && cloud.value != "" {
		origin := either(value(env, "ATLASSIAN_API_GATEWAY_URL"), client.DefaultGateway)
		e.site = setting{strings.TrimRight(origin, "/") + "/ex/confluence/" + cloud.value, cloud.name}
	}
	e.email = e.first(env, emailVariables)
	e.token = e.first(env, tokenVariables)
	if e.token.name == "WEIR_TOKEN_FILE" {
		content, err := os.ReadFile(e.token.value)
		if err != nil {
			return e, fmt.Errorf("WEIR_TOKEN_FILE: %w", err)
		}
		e.token.value = strings.TrimSpace(string(content))
	}
	if e.token.value != "" && e.site.value != "" && e.token.family() != e.site.family() {
		e.note("%s and %s belong to different programs: is the token that site's?", e.token.name, e.site.name)
	}
	return e, nil
}

// first is the first variable that is set; a later one that says something else is noted. Values are not shown, since
// some are secret.
func (e *environment) first(env func(string) (string, bool), names []string) setting {
	var won setting
	for _, name := range names {
		v := value(env, name)
		switch {
		case v == "" || v == won.value:
		case won.name == "":
			won = setting{v, name}
		default:
			e.note("%s and %s differ: %s counts", won.name, name, won.name)
		}
	}
	return won
}

func (e *environment) note(format string, args ...any) {
	e.notes = append(e.notes, fmt.Sprintf(format, args...))
}

// Variables are the settings by which clients of Confluence find a site, an account and a token, as NAME and value: for a
// program that is to be led somewhere. origin is scheme, host and port.
func Variables(origin, email, token string) [][2]string {
	_, host, _ := strings.Cut(origin, "://")
	var settings [][2]string
	for _, name := range siteVariables {
		value := origin
		if strings.HasSuffix(name, "_DOMAIN") {
			value = host
		}
		settings = append(settings, [2]string{name, value})
	}
	for _, name := range emailVariables {
		settings = append(settings, [2]string{name, email})
	}
	for _, name := range tokenVariables {
		if name != "WEIR_TOKEN_FILE" {
			settings = append(settings, [2]string{name, token})
		}
	}
	return settings
}

// DoorVariables are Variables for a site itself: base is what stands before /wiki at the door that the token opens. At the
// gateway cloudID is the site's, and clients that take the name of a host alone are not served; at the site it is empty. A
// token without an e-mail sets none.
func DoorVariables(base, cloudID, email, token string) [][2]string {
	settings := slices.DeleteFunc(Variables(base, email, token), func(s [2]string) bool {
		return s[1] == "" || cloudID != "" && strings.HasSuffix(s[0], "_DOMAIN")
	})
	if cloudID == "" {
		return settings
	}
	for _, name := range cloudVariables {
		settings = append(settings, [2]string{name, cloudID})
	}
	return append(settings, [2]string{"ATLASSIAN_API_GATEWAY_URL", strings.TrimSuffix(base, "/ex/confluence/"+cloudID)})
}
