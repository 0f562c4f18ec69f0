package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
)

// machine describes what was measured, on what.
func (b *bench) machine(ctx context.Context) string {
	version := func(pattern, name string, args ...string) string {
		printed, err := exec.CommandContext(ctx, name, args...).CombinedOutput() //nolint:gosec // programs named below
		if err != nil {
			return "unknown"
		}
		if found := regexp.MustCompile(pattern).Find(printed); found != nil {
			return string(found)
		}
		return strings.TrimSpace(string(printed))
	}
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, "- "+fmt.Sprintf(format, args...)) }
	add("%s, commit %s", b.began.UTC().Format("2006-01-02 15:04 UTC"), version(`^[0-9a-f]+(-dirty)?`, "git", "describe", "--always", "--dirty"))
	add("%d cores (%s), %s of memory, %s", runtime.NumCPU(), fromProc("/proc/cpuinfo", "model name"), fromProc("/proc/meminfo", "MemTotal"), runtime.GOOS)
	add("Go %s, Node.js %s, for PostGraphile %s", strings.TrimPrefix(runtime.Version(), "go"), version(`[0-9.]+`, installedNode, "--version"), version(`[0-9.]+`, node22, "--version"))
	add("PostgreSQL %s, with %s", setting(ctx, b.DatabaseURL, "server_version"), settings(ctx, b.DatabaseURL, "shared_buffers", "fsync", "synchronous_commit"))
	return strings.Join(lines, "\n") + "\n"
}

// fromProc reads a line such as "name : value".
func fromProc(file, name string) string {
	text, err := os.ReadFile(file) //nolint:gosec // one of the kernel's
	if err != nil {
		return "unknown"
	}
	for line := range bytes.Lines(text) {
		if key, value, found := strings.Cut(string(line), ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}
