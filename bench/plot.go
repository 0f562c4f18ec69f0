package main

import (
	"bytes"
	"fmt"
	"html"
)

// The plot's measures, in pixels.
const (
	plotWidth  = 760
	labelWidth = 300
	barHeight  = 22
	barGap     = 6
	titleSpace = 34
)

// plot draws a bar for each contender, in a group for each work with a scale of its own, as SVG.
func plot(outcomes []outcome) []byte {
	var bars bytes.Buffer
	y, current, most := 10, "", 0.0
	for _, o := range outcomes {
		if o.Work != current {
			current, most = o.Work, fastestOf(outcomes, o.Work)
			y += titleSpace
			fmt.Fprintf(&bars, `<text x="10" y="%d" class="title">%s, requests a second</text>`+"\n", y-8, html.EscapeString(o.Work))
		}
		width := int(o.PerSecond / most * (plotWidth - labelWidth - 90))
		class := "other"
		if len(o.Contender) > 6 && o.Contender[:6] == "accord" {
			class = "ours"
		}
		fmt.Fprintf(&bars, `<text x="%d" y="%d" class="name">%s</text><rect x="%d" y="%d" width="%d" height="%d" class="%s"/><text x="%d" y="%d">%.0f</text>`+"\n",
			labelWidth-8, y+barHeight-6, html.EscapeString(o.Contender), labelWidth, y, max(width, 1), barHeight, class, labelWidth+width+6, y+barHeight-6, o.PerSecond)
		y += barHeight + barGap
	}
	var svg bytes.Buffer
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`+"\n", plotWidth, y+10, plotWidth, y+10)
	svg.WriteString("<style>text{font:13px sans-serif;fill:#333}.title{font-weight:bold}.name{text-anchor:end}.ours{fill:#1565c0}.other{fill:#b0bec5}</style>\n")
	svg.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	svg.Write(bars.Bytes())
	svg.WriteString("</svg>\n")
	return svg.Bytes()
}

func fastestOf(outcomes []outcome, work string) float64 {
	most := 1.0
	for _, o := range outcomes {
		if o.Work == work {
			most = max(most, o.PerSecond)
		}
	}
	return most
}
