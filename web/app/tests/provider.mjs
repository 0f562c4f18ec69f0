// An OpenID Connect provider for tests: it signs in whoever the test says, without asking, by authorization code with
// PKCE and nothing else.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { cleanup } from './cleanup.mjs';

export const audience = 'accord-api';
export const clientId = 'accord-pages';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyId = 'test';

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(claims) {
  const head = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey).toString('base64url')}`;
}

/**
 * Starts the provider, which ends with the test. `signedIn` is the e-mail address of who is signed in there, or null;
 * `next` says how the tokens to come differ from good ones, in their order: `lifetime` in seconds, and `refreshes`
 * whether a refresh token comes with it. `asked` are the prompts of the sign-ins so far.
 */
export async function provider(t) {
  const state = { signedIn: null, next: [], asked: [] };
  const codes = new Map();
  const refreshTokens = new Map();
  let issuer = '';

  function tokens(email, nonce) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: email, email, email_verified: true, iat: now };
    const { lifetime, refreshes } = { lifetime: 300, refreshes: true, ...state.next.shift() };
    const refresh = randomBytes(16).toString('hex');
    refreshTokens.set(refresh, email);
    return {
      access_token: sign({ ...claims, aud: audience, exp: now + lifetime }),
      id_token: sign({ ...claims, aud: clientId, exp: now + 3600, ...(nonce && { nonce }) }),
      token_type: 'Bearer',
      expires_in: lifetime,
      scope: 'openid email profile offline_access',
      ...(refreshes && { refresh_token: refresh }),
    };
  }

  function authorize(query) {
    const back = new URL(query.get('redirect_uri'));
    back.searchParams.set('state', query.get('state'));
    state.asked.push(query.get('prompt'));
    if (state.signedIn === null) {
      back.searchParams.set('error', 'login_required');
      return back.href;
    }
    const code = randomBytes(16).toString('hex');
    codes.set(code, { email: state.signedIn, challenge: query.get('code_challenge'), nonce: query.get('nonce') });
    back.searchParams.set('code', code);
    return back.href;
  }

  /** The tokens for a code or a refresh token, each of which is good once; null for any other. */
  function exchange(form) {
    if (form.get('grant_type') === 'refresh_token') {
      const email = refreshTokens.get(form.get('refresh_token'));
      refreshTokens.delete(form.get('refresh_token'));
      return email && state.signedIn === email ? tokens(email) : null;
    }
    const granted = codes.get(form.get('code'));
    codes.delete(form.get('code'));
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    return granted && granted.challenge === challenge ? tokens(granted.email, granted.nonce) : null;
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, issuer);
    const json = (status, body) => {
      response.writeHead(status, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' });
      response.end(JSON.stringify(body));
    };
    if (request.method === 'OPTIONS') return json(200, {});
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          end_session_endpoint: `${issuer}/end`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          code_challenge_methods_supported: ['S256'],
        });
      case '/keys':
        return json(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] });
      case '/authorize':
        response.writeHead(302, { Location: authorize(url.searchParams) });
        return response.end();
      case '/token': {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const given = exchange(new URLSearchParams(Buffer.concat(chunks).toString()));
        return given ? json(200, given) : json(400, { error: 'invalid_grant' });
      }
      case '/end':
        state.signedIn = null;
        response.writeHead(302, { Location: url.searchParams.get('post_logout_redirect_uri') ?? issuer });
        return response.end();
      default:
        return json(404, {});
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${server.address().port}`;
  cleanup(t, async () => new Promise(resolve => server.close(resolve)));
  return { issuer, state };
}
