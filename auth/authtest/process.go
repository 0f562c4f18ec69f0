package authtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// directory is where the provider is, from the top of the repository.
const directory = "tools/identity-provider"

// process is Node.js with the providers of all tests of one program, since each start of it costs a second of the
// machine. It ends with its standard input, which is when the program ends.
type process struct {
	address string

	mu      sync.Mutex
	cmd     *exec.Cmd
	input   io.Writer
	answers *bufio.Scanner
	errors  bytes.Buffer
}

var node = sync.OnceValues(startNode)

func startNode() (*process, error) {
	top, err := install()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command("node", "provider.mjs")} //nolint:noctx // see above
	p.cmd.Dir, p.cmd.Stderr = filepath.Join(top, directory), &p.errors
	if p.input, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	output, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	p.answers = bufio.NewScanner(output)
	var ready struct{ Address string }
	err = p.read(&ready)
	p.address = ready.Address
	return p, err
}

// command sends one line and reads one.
func (p *process) command(input, answer any) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := json.NewEncoder(p.input).Encode(input); err != nil {
		return err
	}
	return p.read(answer)
}

// read reads one line.
func (p *process) read(answer any) error {
	stuck := time.AfterFunc(patience, func() { _ = p.cmd.Process.Kill() })
	defer stuck.Stop()
	if !p.answers.Scan() {
		return fmt.Errorf("the identity provider does not answer: %w\n%s", errors.Join(p.cmd.Wait(), p.answers.Err()), &p.errors)
	}
	return json.Unmarshal(p.answers.Bytes(), answer)
}

// install brings the provider's packages, and tells where the top of the repository is.
func install() (string, error) {
	top, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for !holds(top, directory) {
		if top == filepath.Dir(top) {
			return "", fmt.Errorf("%s: %w in any directory above the test", directory, fs.ErrNotExist)
		}
		top = filepath.Dir(top)
	}
	command := exec.Command("scripts/npm-install", directory) //nolint:noctx // many tests wait for it, and it gives up by itself
	command.Dir = top
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("install its packages: %w\n%s", err, output)
	}
	return top, nil
}

func holds(parent, child string) bool {
	_, err := os.Stat(filepath.Join(parent, child))
	return err == nil
}
