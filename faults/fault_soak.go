package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// measures are the metrics of a server that tell what it takes, in the order in which they are told. Those of several pools or rooms are
// added up.
var measures = []string{
	"go_goroutines", "process_resident_memory_bytes", "go_memstats_heap_inuse_bytes", "process_open_fds",
	"accord_database_connections_open", "accord_room_used",
}

// soaked is what an instance took at the start of a soak and at its end, by measure.
type soaked struct {
	instance   int
	start, end map[string]float64
}

// soak lets time pass, and asks before and after what the servers take.
func soak(ctx context.Context, st *stage) error {
	for _, i := range st.instances {
		taken, err := i.takes(ctx)
		if err != nil {
			return err
		}
		st.soaked = append(st.soaked, soaked{instance: i.number, start: taken})
	}
	if err := rest(ctx, st.Soak); err != nil {
		return err
	}
	for n, i := range st.instances {
		taken, err := i.takes(ctx)
		if err != nil {
			return err
		}
		st.soaked[n].end = taken
		for _, name := range measures {
			st.sayf("    instance %d: %-34s %14.0f at the start, %14.0f at the end", i.number, name, st.soaked[n].start[name], taken[name])
		}
	}
	return nil
}

// takes asks an instance for its measures.
func (i *instance) takes(ctx context.Context) (taken map[string]float64, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, i.base()+"/metrics", http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	taken = map[string]float64{}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		series, value, _ := strings.Cut(lines.Text(), " ")
		name, _, _ := strings.Cut(series, "{")
		number, err := strconv.ParseFloat(value, 64)
		if err == nil {
			taken[name] += number
		}
	}
	for _, name := range measures {
		if _, told := taken[name]; !told {
			return nil, fmt.Errorf("instance %d does not tell %s", i.number, name)
		}
	}
	return taken, lines.Err()
}

// grown is by how much a measure may have grown, and grownBase and grownFew by how much besides: what is at work at a moment differs from
// moment to moment, and a collector lets memory grow to about twice what lives.
const (
	grown     = 2
	grownBase = 32 << 20
	grownFew  = 50
)

// bounded finds measures that have grown by more than they may.
func (st *stage) bounded() cell {
	one := cell{kept: len(st.soaked) > 0}
	for _, s := range st.soaked {
		for _, name := range measures {
			room := float64(grownFew)
			if strings.HasSuffix(name, "_bytes") {
				room = grownBase
			}
			if s.end[name] > grown*s.start[name]+room {
				one.kept = false
				one.violations = append(one.violations, fmt.Sprintf("instance %d: %s has grown from %.0f to %.0f", s.instance, name, s.start[name], s.end[name]))
			}
		}
		one.figure = fmt.Sprintf("%.0f MiB, %.0f MiB at the start", s.end["process_resident_memory_bytes"]/(1<<20), s.start["process_resident_memory_bytes"]/(1<<20))
	}
	return one
}
