package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"accord/internal/programs"
)

// concurrency is how many clients ask at once.
const concurrency = 16

// load is the outcome of asking for a while.
type load struct {
	Requests int64
	Took     time.Duration
	P50, P99 time.Duration
}

// perSecond is how many requests were answered in a second.
func (l load) perSecond() float64 { return float64(l.Requests) / l.Took.Seconds() }

// request is one that wrk sends.
type request struct {
	path, token string
	body        []byte
}

// writeRequests writes requests as wrk's scripts read them.
func writeRequests(name string, requests []request) (err error) {
	f, err := os.Create(name) //nolint:gosec // in a directory of our own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	for _, r := range requests {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", r.path, r.token, r.body) // the buffer keeps its error
	}
	return w.Flush()
}

// wrk asks a server for a while: the requests of a file in random order, or each once. It fails when any request does.
func wrk(ctx context.Context, base, script, file string, seed int, duration time.Duration) (load, error) {
	cmd := exec.CommandContext(ctx, "wrk", "-t1", //nolint:gosec // files of our own
		"-c"+strconv.Itoa(concurrency), "-d"+strconv.Itoa(int(duration.Seconds())),
		"-s", filepath.Join("bench", "wrk", script+".lua"), base, "--", file, strconv.Itoa(seed))
	cmd.Env = append(os.Environ(), "WRK_DONE="+filepath.Join("bench", "wrk", "done.lua"))
	printed, err := output(cmd)
	if err != nil {
		return load{}, err
	}
	_, line, found := strings.Cut(printed, "\nresult: ")
	var result struct {
		Requests     int64 `json:"requests"`
		Microseconds int64 `json:"microseconds"`
		P50          int64 `json:"p50"`
		P99          int64 `json:"p99"`
		Failed       int64 `json:"failed"`
	}
	if !found || json.Unmarshal([]byte(line), &result) != nil {
		return load{}, fmt.Errorf("wrk says: %s", printed)
	}
	if result.Failed > 0 || result.Requests == 0 {
		return load{}, fmt.Errorf("%d of %d requests failed", result.Failed, result.Requests)
	}
	return load{
		Requests: result.Requests, Took: time.Duration(result.Microseconds) * time.Microsecond,
		P50: time.Duration(result.P50) * time.Microsecond, P99: time.Duration(result.P99) * time.Microsecond,
	}, nil
}

// pgbench runs a script on a database, each statement prepared, for as long or as often for each client as the amount says: "-T 10" is
// ten seconds, "-t 100" a hundred times. It fails when any transaction does.
func pgbench(ctx context.Context, database, script string, seed int, amount [2]string, define ...string) (load, error) {
	dir, err := os.MkdirTemp("", "accord-pgbench-*")
	if err != nil {
		return load{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	args := []string{
		"-n", "-M", "prepared", "-c", strconv.Itoa(concurrency), "-j", "1", amount[0], amount[1], "--random-seed", strconv.Itoa(seed),
		"-l", "--log-prefix", filepath.Join(dir, "log"), "-f", filepath.Join("bench", "sql", script+".sql"),
	}
	for _, d := range define {
		args = append(args, "-D", d)
	}
	installed, err := programs.PostgreSQL("pgbench")
	if err != nil {
		return load{}, err
	}
	printed, err := output(exec.CommandContext(ctx, filepath.Join(installed, "pgbench"), append(args, database)...)) //nolint:gosec // a script of our own
	if err != nil {
		return load{}, err
	}
	number := func(pattern string) float64 {
		match := regexp.MustCompile(pattern).FindStringSubmatch(printed)
		if match == nil {
			return 0
		}
		n, _ := strconv.ParseFloat(match[1], 64) // the pattern admits numbers alone
		return n
	}
	count, rate := number(`transactions actually processed: (\d+)`), number(`tps = ([\d.]+)`)
	if count == 0 || rate == 0 || strings.Contains(printed, "aborted") {
		return load{}, fmt.Errorf("pgbench says: %s", printed)
	}
	p50, p99, err := percentiles(dir)
	return load{Requests: int64(count), Took: time.Duration(count / rate * float64(time.Second)), P50: p50, P99: p99}, err
}
