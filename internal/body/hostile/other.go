package hostile

// Words are names, titles and addresses as a hostile account, page or attachment may have them: for wherever the wiki
// around a body answers with text that somebody chose.
type Words struct {
	Name    string // breaks out of text and of attributes
	Address string // runs where an address is followed or loaded
}

// Chosen are pairs of such words.
func Chosen() []Words {
	return []Words{
		{`"><img src=x onerror=alert(1)><script>alert(1)</script>`, `javascript:alert(1)`},
		{`' onclick='alert(1)' "onmouseover="alert(1)`, `" onclick="alert(1)`},
		{`</title></style></a></td></pre><svg onload=alert(1)>`, "java\tscript:alert(1)"},
		{`<!--><script>alert(1)</script>-->`, "\x01javascript:alert(1)"},
		{"\u2028<script>alert(1)</script>\u202e", "data:text/html,<script>alert(1)</script>"},
		{`]]><noscript><p title="</noscript><img src=x onerror=alert(1)>">`, "//example.com/\"><script>alert(1)</script>"},
	}
}

// ADF is the collection as documents of the editor's format. Some are refused.
func ADF() []string {
	text := func(marks string) string {
		return `{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"a","marks":[` + marks + `]}]}]}`
	}
	inline := func(node string) string {
		return `{"type":"doc","version":1,"content":[{"type":"paragraph","content":[` + node + `]}]}`
	}
	block := func(node string) string { return `{"type":"doc","version":1,"content":[` + node + `]}` }
	const paragraph = `{"type":"paragraph","content":[{"type":"text","text":"<script>alert(1)</script>"}]}`
	return []string{
		text(`{"type":"link","attrs":{"href":"javascript:alert(1)"}}`),
		text(`{"type":"link","attrs":{"href":"\u0001javascript:alert(1)"}}`),
		text(`{"type":"link","attrs":{"href":" java\tscript\n:alert(1)"}}`),
		text(`{"type":"link","attrs":{"href":"JAVASCRIPT:alert(1)","title":"\" onclick=\"alert(1)"}}`),
		text(`{"type":"link","attrs":{"href":"data:text/html,<script>alert(1)</script>"}}`),
		text(`{"type":"link","attrs":{"href":"https://example.com/\" onclick=\"alert(1)"}}`),
		text(`{"type":"textColor","attrs":{"color":"#ff0000;background:url(javascript:alert(1))"}}`),
		text(`{"type":"textColor","attrs":{"color":"red\" onclick=\"alert(1)"}}`),
		text(`{"type":"backgroundColor","attrs":{"color":"#fff\"><script>alert(1)</script>"}}`),
		text(`{"type":"annotation","attrs":{"id":"\" onclick=\"alert(1)","annotationType":"inlineComment"}}`),
		text(`{"type":"script"}`),
		inline(`{"type":"text","text":"<script>alert(1)</script><img src=x onerror=alert(1)>"}`),
		inline(`{"type":"mention","attrs":{"id":"\" onclick=\"alert(1)","text":"@<script>alert(1)</script>"}}`),
		inline(`{"type":"emoji","attrs":{"shortName":":x\" onclick=\"alert(1):","id":"<script>","text":"<img src=x onerror=alert(1)>"}}`),
		inline(`{"type":"status","attrs":{"text":"<script>alert(1)</script>","color":"red","style":"\" onclick=\"alert(1)"}}`),
		inline(`{"type":"date","attrs":{"timestamp":"\" onclick=\"alert(1)"}}`),
		inline(`{"type":"inlineCard","attrs":{"url":"javascript:alert(1)"}}`),
		inline(`{"type":"inlineCard","attrs":{"url":"https://example.com/\"><script>alert(1)</script>"}}`),
		inline(`{"type":"placeholder","attrs":{"text":"<script>alert(1)</script>"}}`),
		inline(`{"type":"inlineExtension","attrs":{"extensionType":"com.atlassian.confluence.macro.core","extensionKey":"\"><script>","parameters":{"macroParams":{"x":{"value":"<script>alert(1)</script>"}}}}}`),
		inline(`{"type":"inlineExtension","attrs":{"extensionType":"com.atlassian.confluence.macro.core","extensionKey":"anchor","parameters":{"macroParams":{"":{"value":"x\" onclick=\"alert(1)"}}}}}`),
		block(`{"type":"blockCard","attrs":{"url":"javascript:alert(1)"}}`),
		block(`{"type":"embedCard","attrs":{"url":"javascript:alert(1)","layout":"center"}}`),
		block(`{"type":"codeBlock","attrs":{"language":"x\" onclick=\"alert(1)"},"content":[{"type":"text","text":"</pre><script>alert(1)</script>"}]}`),
		block(`{"type":"panel","attrs":{"panelType":"custom","panelColor":"red;background:url(javascript:alert(1))","panelIcon":"\" onclick=\"alert(1)"},"content":[` + paragraph + `]}`),
		block(`{"type":"expand","attrs":{"title":"</summary><script>alert(1)</script>"},"content":[` + paragraph + `]}`),
		block(`{"type":"heading","attrs":{"level":1,"localId":"\" onclick=\"alert(1)"},"content":[{"type":"text","text":"<img src=x onerror=alert(1)>"}]}`),
		block(`{"type":"taskList","attrs":{"localId":"\" onclick=\"alert(1)"},"content":[{"type":"taskItem","attrs":{"localId":"\"><script>","state":"TODO"},"content":[{"type":"text","text":"<script>alert(1)</script>"}]}]}`),
		block(`{"type":"mediaSingle","attrs":{"layout":"center"},"content":[{"type":"media","attrs":{"type":"external","url":"javascript:alert(1)","alt":"\" onerror=\"alert(1)"}}]}`),
		block(`{"type":"mediaSingle","attrs":{"layout":"center"},"content":[{"type":"media","attrs":{"type":"external","url":"data:image/svg+xml,<svg onload=alert(1)>"}}]}`),
		block(`{"type":"mediaSingle","attrs":{"layout":"center"},"content":[{"type":"media","attrs":{"type":"file","id":"\" onerror=\"alert(1)","collection":"x\"><script>"}}]}`),
		block(`{"type":"table","attrs":{"layout":"default\" onclick=\"alert(1)"},"content":[{"type":"tableRow","content":[{"type":"tableCell","attrs":{"background":"red\" onclick=\"alert(1)"},"content":[` + paragraph + `]}]}]}`),
		block(`{"type":"extension","attrs":{"extensionType":"com.atlassian.confluence.macro.core","extensionKey":"html","text":"<script>alert(1)</script>","parameters":{"macroParams":{"body":{"value":"<script>alert(1)</script>"}}}}}`),
		block(`{"type":"bodiedExtension","attrs":{"extensionType":"\"><script>alert(1)</script>","extensionKey":"<script>"},"content":[` + paragraph + `]}`),
		block(`{"type":"script","content":[{"type":"text","text":"alert(1)"}]}`),
	}
}

// WikiMarkup is the collection in wiki markup.
func WikiMarkup() []string {
	return []string{
		`<script>alert(1)</script><img src=x onerror=alert(1)>`,
		`[a|javascript:alert(1)] [b| java	script:alert(1)] [javascript:alert(1)] [c|JaVaScRiPt:alert(1)|" onclick="alert(1)]`,
		"[a|\u0001javascript:alert(1)] [b|data:text/html,<script>alert(1)</script>] [c|vbscript:alert(1)]",
		`[a|https://example.com/" onclick="alert(1)] [~" onclick="alert(1)] [^<script>.html] [#x" onclick="alert(1)]`,
		`!javascript:alert(1)! !x.png|onerror=alert(1),alt=" onerror="alert(1)! !data:image/svg+xml,<svg onload=alert(1)>!`,
		`{color:red" onclick="alert(1)}a{color} {color:red;background:url(javascript:alert(1))}b{color}`,
		"{html}<script>alert(1)</script>{html}\n{code:title=<script>|language=x\" onclick=\"alert(1)}</pre><script>alert(1)</script>{code}",
		"{noformat}</pre><script>alert(1)</script>{noformat}\n{panel:title=<img src=x onerror=alert(1)>|bgColor=red;background:url(x)}<script>alert(1)</script>{panel}",
		"h1. <script>alert(1)</script>\n||<img src=x onerror=alert(1)>|\n|</td><script>alert(1)</script>|\n* </li><svg onload=alert(1)>\nbq. </blockquote><script>alert(1)</script>",
		`{anchor:x" onclick="alert(1)} {status:title=<script>alert(1)</script>|colour=Red" onclick="alert(1)} {"><script>alert(1)</script>}`,
	}
}

// Markdown is the collection in Markdown, where HTML is allowed to occur.
func Markdown() []string {
	return []string{
		`<script>alert(1)</script>`,
		`a <img src=x onerror=alert(1)> <svg onload=alert(1)> <!-- --!> <script>alert(1)</script>`,
		"<div onclick=\"alert(1)\">\n\n*a*\n\n</div>\n\n<style>@import 'https://example.com/a.css'</style>",
		`[a](javascript:alert(1)) [b](<java	script:alert(1)>) [c](JaVaScRiPt:alert(1)) [d](javascript&colon;alert(1)) [e](&#x6A;avascript:alert(1))`,
		"[a](&#1;javascript:alert(1)) [b](<\u0001javascript:alert(1)>) [c](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) [d](vbscript:alert(1))",
		`[a](https://example.com/ "\" onclick=\"alert(1)") [b](https://example.com/"onclick="alert(1)) <javascript:alert(1)> <data:text/html,<script>alert(1)</script>>`,
		`![a](javascript:alert(1)) ![" onerror="alert(1)](x) ![c](x "\" onerror=\"alert(1)") ![d](data:image/svg+xml,<svg/onload=alert(1)>)`,
		"[a]: javascript:alert(1) \"<script>alert(1)</script>\"\n\n[a] [x][a] ![y][a]",
		"```x\" onclick=\"alert(1)\n</pre><script>alert(1)</script>\n```\n\n`</code><script>alert(1)</script>`\n\n    </pre><script>alert(1)</script>",
		"# <script>alert(1)</script>\n\n| <img src=x onerror=alert(1)> |\n|---|\n| </td><script>alert(1)</script> |\n\n- [ ] </li><svg onload=alert(1)>\n\n> </blockquote><script>alert(1)</script>",
		"~~</del><script>alert(1)</script>~~ https://example.com/\"onclick=\"alert(1) &lt;script&gt;alert(1)&lt;/script&gt; \\<script>alert(1)\\</script>",
	}
}
