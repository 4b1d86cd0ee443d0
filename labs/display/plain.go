package display

import (
	"html"
	"strings"
)

// plainOf is the text of markup: tags, comments, scripts and styles dropped,
// entities resolved, cells of a row set apart, blank lines removed. What looks
// like no tag ("a < b") is text.
func plainOf(markup string) string {
	var text strings.Builder
	for markup != "" {
		before, rest, found := strings.Cut(markup, "<")
		text.WriteString(before)
		if !found {
			break
		}
		tag, after, ok := cutTag(rest)
		if !ok {
			text.WriteByte('<')
			markup = rest
			continue
		}
		name := nameOf(tag)
		text.WriteString(breakOf(name))
		markup = skipContent(name, after)
	}
	return tidy(html.UnescapeString(text.String()))
}

// cutTag cuts a tag or comment, whose "<" is gone, from what follows it; false
// if there is none.
func cutTag(rest string) (tag, after string, ok bool) {
	if comment, is := strings.CutPrefix(rest, "!--"); is {
		_, after, ok = strings.Cut(comment, "-->")
		return "", after, ok
	}
	if rest == "" || !strings.ContainsRune("/!?", rune(rest[0])) && !isLetter(rest[0]) {
		return "", "", false
	}
	quote := byte(0)
	for i := range len(rest) {
		switch c := rest[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return rest[:i], rest[i+1:], true
		}
	}
	return "", "", false
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// nameOf is a tag's name, in lower case; that of an end tag begins with "/".
func nameOf(tag string) string {
	end := strings.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	return strings.ToLower(strings.TrimRight(tag[:end], "/"))
}

// breakOf is what a tag puts into the text.
func breakOf(name string) string {
	switch strings.TrimPrefix(name, "/") {
	case "br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "dd",
		"table", "caption", "pre", "hr", "blockquote", "details", "summary", "section":
		return "\n"
	case "td", "th":
		return "  "
	}
	return ""
}

// skipContent drops the content of elements that show none; without an end tag
// it goes on to the end.
func skipContent(name, after string) string {
	if name != "script" && name != "style" && name != "title" {
		return after
	}
	end := "</" + name
	for i := 0; i+len(end) <= len(after); i++ {
		if strings.EqualFold(after[i:i+len(end)], end) {
			return after[i:]
		}
	}
	return ""
}

// tidy removes blank lines and the space around lines.
func tidy(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
