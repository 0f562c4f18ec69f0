package main

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// percentiles reads the logs that pgbench has left in a directory: a line for each transaction, with its latency in microseconds third.
func percentiles(dir string) (p50, p99 time.Duration, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "log.*"))
	if err != nil {
		return 0, 0, err
	}
	var all []time.Duration
	for _, name := range files {
		if all, err = latencies(all, name); err != nil {
			return 0, 0, err
		}
	}
	slices.Sort(all)
	at := func(percent int) time.Duration {
		if len(all) == 0 {
			return 0
		}
		return all[min(len(all)*percent/100, len(all)-1)]
	}
	return at(50), at(99), nil
}

func latencies(to []time.Duration, name string) ([]time.Duration, error) {
	f, err := os.Open(name) //nolint:gosec // in a directory of our own
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		if fields := strings.Fields(scanner.Text()); len(fields) > 2 {
			n, _ := strconv.ParseInt(fields[2], 10, 64) // pgbench writes numbers
			to = append(to, time.Duration(n)*time.Microsecond)
		}
	}
	return to, scanner.Err()
}
