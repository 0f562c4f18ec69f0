// Starts the server that the tests talk to: the binary that ACCORD_BINARY names, on a store of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cleanup } from './cleanup.mjs';

const binary = process.env.ACCORD_BINARY;

/** A port that is free now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Runs the binary to its end, and gives what it printed. */
function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', data => (out += data));
    child.stderr.on('data', data => (err += data));
    child.once('error', reject);
    child.once('close', code => (code === 0 ? resolve(out.trim()) : reject(new Error(`${args.join(' ')}: ${code} ${err}`))));
  });
}

/** Makes an empty database beside the one that TEST_DATABASE_URL names, and a way to drop it. */
async function newDatabase() {
  const admin = process.env.TEST_DATABASE_URL;
  if (!admin) throw new Error('TEST_DATABASE_URL names no PostgreSQL: run this through scripts/with-servers');
  const name = `accord_pages_${randomBytes(6).toString('hex')}`;
  await psql(admin, `CREATE DATABASE ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => psql(admin, `DROP DATABASE ${name} WITH (FORCE)`) };
}

function psql(url, statement) {
  return new Promise((resolve, reject) => {
    const child = spawn('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', statement], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('close', code => (code === 0 ? resolve() : reject(new Error(`psql: exit code ${code}`))));
  });
}

/** The stores that everything is shown on. */
export const stores = ['sqlite', 'postgres'];

/**
 * A server with the demonstration data on a store of its own, which ends with the test.
 * Gives its address, a token for a user, and a way to ask its API.
 */
export async function serve(t, { store = 'sqlite', args = [], env = {}, identity = true } = {}) {
  if (!binary) throw new Error('ACCORD_BINARY names no server to test: run scripts/browser-story');
  const folder = await mkdtemp(join(tmpdir(), 'accord-pages-'));
  const base = `http://127.0.0.1:${await freePort()}`;
  const database = store === 'postgres' ? await newDatabase() : null;
  const settings = {
    DATABASE_URL: database?.url ?? `sqlite:${join(folder, 'accord.db')}`,
    ACCORD_SECRET_KEY: randomBytes(32).toString('hex'),
    PUBLIC_URL: base,
    LISTEN_ADDR: new URL(base).host,
    ...(store === 'postgres' ? { REDIS_URL: process.env.TEST_REDIS_URL } : { REDIS_URL: '' }),
    ...env,
  };
  const child = spawn(binary, ['serve', '--demo', ...args], { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', line => said.push(line));
  const ended = new Promise(resolve => child.once('close', resolve));
  cleanup(t, async () => {
    child.kill('SIGTERM');
    await ended;
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });
  await ready(base, child, said);
  const tokens = new Map();
  const tokenOf = async email => {
    if (!tokens.has(email)) tokens.set(email, await run(['token', '--as', email], { ...settings, REDIS_URL: '' }));
    return tokens.get(email);
  };
  return { base, said, ...(identity && { tokenOf, ask: (email, query, variables) => ask(base, tokenOf(email), query, variables) }) };
}

async function ready(base, child, said) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said.slice(-5).join('\n')}`);
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

async function ask(base, token, query, variables = {}) {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
