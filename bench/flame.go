package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/pprof/profile"
)

// flames draws for each work what the server's time goes to, by the work's name: a turn more of ours on PostgreSQL, with a profile.
func (b *bench) flames(ctx context.Context, works []*work) (map[string][]byte, error) {
	drawn := map[string][]byte{}
	for _, w := range works {
		c := w.find(onPostgres)
		if c == nil {
			continue
		}
		b.sayf("profiles %s", w.name)
		cpu, err := profiled(ctx, c, time.Duration(b.Seconds)*time.Second)
		if err != nil {
			return nil, fmt.Errorf("a profile of %s: %w", w.name, err)
		}
		drawn[w.name] = flame(w.name+": where the server's time goes", cpu)
	}
	return drawn, nil
}

// profiled is the profile of a contender at work.
func profiled(ctx context.Context, c *contender, d time.Duration) (*profile.Profile, error) {
	type read struct {
		cpu *profile.Profile
		err error
	}
	done := make(chan read, 1)
	go func() {
		cpu, err := c.process.profile(ctx, d)
		done <- read{cpu, err}
	}()
	_, err := c.run(ctx, profileSeed, d+time.Second) // a little longer than it is looked at
	r := <-done
	return r.cpu, cmp.Or(err, r.err)
}

// profileSeed is that of no round.
const profileSeed = 1000

// profile asks a server of ours for what its time goes to.
func (p *process) profile(ctx context.Context, d time.Duration) (*profile.Profile, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/debug/pprof/profile?seconds=%d", p.admin, int(d.Seconds())), http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // read to its end
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	return profile.ParseData(raw)
}

// frame is a function under those that have called it, and how long all of them took, in nanoseconds.
type frame struct {
	took  int64
	calls map[string]*frame
}

func (f *frame) call(name string) *frame {
	called := f.calls[name]
	if called == nil {
		called = &frame{calls: map[string]*frame{}}
		f.calls[name] = called
	}
	return called
}

func framesOf(cpu *profile.Profile) *frame {
	root := &frame{calls: map[string]*frame{}}
	for _, sample := range cpu.Sample {
		took := sample.Value[len(sample.Value)-1] // the last of a profile of Go's is the time
		root.took += took
		at := root
		for _, location := range slices.Backward(sample.Location) {
			for _, line := range slices.Backward(location.Line) {
				at = at.call(line.Function.Name)
				at.took += took
			}
		}
	}
	return root
}

// The flame graph's measures, in pixels, and how much of all time a function must have had to be drawn.
const (
	flameWidth  = 1200
	flameHeight = 17
	letterWidth = 6.3
	flameLeast  = 0.008
)

// flame draws a profile as SVG: the callers above those that they call, each as wide as its time.
func flame(title string, cpu *profile.Profile) []byte {
	root := framesOf(cpu)
	var boxes bytes.Buffer
	deepest := drawCalls(&boxes, root, root.took, 0, 1)
	height := (deepest+1)*flameHeight + 30
	var svg bytes.Buffer
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`+"\n", flameWidth, height, flameWidth, height)
	svg.WriteString("<style>text{font:11px monospace;fill:#222}.title{font:bold 13px sans-serif}rect{stroke:#fff}</style>\n")
	fmt.Fprintf(&svg, `<rect width="100%%" height="100%%" fill="#fff"/><text x="4" y="14" class="title">%s</text>`+"\n", html.EscapeString(title))
	svg.Write(boxes.Bytes())
	svg.WriteString("</svg>\n")
	return svg.Bytes()
}

// drawCalls draws what a function calls from x on, and gives the deepest row.
func drawCalls(to *bytes.Buffer, f *frame, all int64, x float64, row int) (deepest int) {
	deepest = row
	for _, name := range slices.Sorted(maps.Keys(f.calls)) {
		called := f.calls[name]
		share := float64(called.took) / float64(max(all, 1))
		width := share * flameWidth
		if share >= flameLeast {
			short := name[strings.LastIndex(name, "/")+1:]
			y := row*flameHeight + 6
			fmt.Fprintf(to, `<g><title>%s, %.1f %%</title><rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`, html.EscapeString(name), 100*share, x, y, width, flameHeight, colour(name))
			if room := int(width/letterWidth) - 1; room >= 3 {
				fmt.Fprintf(to, `<text x="%.1f" y="%d">%s</text>`, x+3, y+12, html.EscapeString(short[:min(room, len(short))]))
			}
			to.WriteString("</g>\n")
			deepest = max(deepest, drawCalls(to, called, all, x, row+1))
		}
		x += width
	}
	return deepest
}

// colour tells whose a function is: ours, a library's, or Go's.
func colour(name string) string {
	host, _, inside := strings.Cut(name, "/")
	switch {
	case host == "accord" || strings.HasPrefix(name, "main."):
		return "#90caf9"
	case inside && strings.Contains(host, "."):
		return "#ffcc80"
	}
	return "#e0e0e0"
}
