package main

import "testing"

// TestSoaksFindWhatGrows, and let be what differs from moment to moment.
func TestSoaksFindWhatGrows(t *testing.T) {
	t.Parallel()
	start := map[string]float64{"go_goroutines": 60, "process_resident_memory_bytes": 50 << 20, "process_open_fds": 40}
	for name, c := range map[string]struct {
		end  map[string]float64
		kept bool
	}{
		"the same":        {map[string]float64{"go_goroutines": 90, "process_resident_memory_bytes": 90 << 20, "process_open_fds": 41}, true},
		"goroutines leak": {map[string]float64{"go_goroutines": 171}, false},
		"memory leaks":    {map[string]float64{"process_resident_memory_bytes": 133 << 20}, false},
		"files leak":      {map[string]float64{"process_open_fds": 131}, false},
	} {
		st := &stage{soaked: []soaked{{instance: 1, start: start, end: c.end}}}
		if got := st.bounded(); got.kept != c.kept || got.kept == (len(got.violations) > 0) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if (&stage{}).bounded().kept {
		t.Error("what was not measured is kept")
	}
}
