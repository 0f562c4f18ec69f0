//go:build faults

package main

import (
	"os"
	"strings"
	"time"
)

// now is the machine's clock, put forward or back by the duration, such as 90m or -90m, in the file that ACCORD_FAULTS_CLOCK names. It
// is for the fault bench alone, whose builds have it. The file is read each time, and is written whole; without one the clock is right.
func now() time.Time {
	// Without its monotonic part, so that a difference of two readings shows the step.
	machine := time.Now().Round(0)
	text, err := os.ReadFile(os.Getenv("ACCORD_FAULTS_CLOCK")) //nolint:gosec // the fault bench names a file of its own
	if err != nil {
		return machine
	}
	step, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return machine
	}
	return machine.Add(step)
}
