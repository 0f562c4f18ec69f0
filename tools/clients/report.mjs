// What every script here has in common: it checks one client against the server at ACCORD_URL, as the partner's user of
// ACCORD_TOKEN, and prints a line of JSON for each check, {"check": "…", "failed": "why"}, and {"done": count} at last.
import { createHash } from 'node:crypto';

export const url = `${need('ACCORD_URL')}/graphql`;
export const socketURL = url.replace(/^http/, 'ws');
export const token = need('ACCORD_TOKEN');
export const headers = { authorization: `Bearer ${token}` };

export function need(name) {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name}`);
  return value;
}

export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

// Nothing takes that long unless it is broken.
const patience = 25_000;

const print = (line) => new Promise((written) => process.stdout.write(`${JSON.stringify(line)}\n`, written));

let done = 0;

// check runs one check. What it throws is its failure, and so is that it does not end.
export async function check(name, run) {
  const line = { check: name };
  try {
    await within(name, run());
  } catch (error) {
    line.failed = error instanceof Error ? error.stack : JSON.stringify(error);
    // A GraphQL client's error says little by itself.
    for (const key of ['graphQLErrors', 'errors', 'networkError', 'cause']) {
      if (error?.[key]) line.failed += `\n${key}: ${error[key].stack ?? JSON.stringify(error[key])}`;
    }
  }
  done += 1;
  await print(line);
}

// within bounds a wait.
export async function within(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not in time: ${what}`)), patience);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

// finish ends the process, whatever connections clients keep open.
export async function finish() {
  await print({ done });
  process.exit(0);
}

// Whatever a client throws behind our back is no success, except that it has given up a request of its own.
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    if (error?.name === 'AbortError') return;
    console.error(event, error);
    process.exit(1);
  });
}
