package body

// emoticon is one of the symbols older bodies name without a character.
type emoticon struct {
	shortName, id, char string
}

// emoticons are the names an ac:emoticon may carry alone.
var emoticons = map[string]emoticon{
	"smile":        {":slight_smile:", "1f642", "🙂"},
	"sad":          {":disappointed:", "1f61e", "😞"},
	"cheeky":       {":stuck_out_tongue:", "1f61b", "😛"},
	"laugh":        {":smiley:", "1f603", "😃"},
	"wink":         {":wink:", "1f609", "😉"},
	"thumbs-up":    {":thumbsup:", "1f44d", "👍"},
	"thumbs-down":  {":thumbsdown:", "1f44e", "👎"},
	"information":  {":info:", "atlassian-info", "ℹ️"},
	"tick":         {":check_mark:", "atlassian-check_mark", "✅"},
	"cross":        {":cross_mark:", "atlassian-cross_mark", "❌"},
	"warning":      {":warning:", "atlassian-warning", "⚠️"},
	"plus":         {":plus:", "atlassian-plus", "➕"},
	"minus":        {":minus:", "atlassian-minus", "➖"},
	"question":     {":question_mark:", "atlassian-question_mark", "❓"},
	"light-on":     {":light_bulb_on:", "atlassian-light_bulb_on", "💡"},
	"light-off":    {":light_bulb_off:", "atlassian-light_bulb_off", "💡"},
	"yellow-star":  {":yellow_star:", "atlassian-yellow_star", "⭐"},
	"red-star":     {":red_star:", "atlassian-red_star", "⭐"},
	"green-star":   {":green_star:", "atlassian-green_star", "⭐"},
	"blue-star":    {":blue_star:", "atlassian-blue_star", "⭐"},
	"heart":        {":heart:", "2764", "❤️"},
	"broken-heart": {":broken_heart:", "1f494", "💔"},
}
