// Real OpenID Connect providers for the tests, on a free port of loopback, each for the Host of its issuer. The first line
// of the output is {"address": "127.0.0.1:…"}. Then each line of the input is a command, answered by a line:
//
//   {"issuer": "http://…", "keys": [JWK…]}    there is such a provider, which publishes these keys and signs with them, in
//                                             the place of those that it had → {"issuer": "http://…"}
//
// A client gets access tokens, which are JWTs, by client credentials, for the audience that it names as `resource`. Two
// headers of the request say what a test asks for: `claims` is JSON that is laid over the token's claims, where null takes
// one out; `alg` is the algorithm to sign with, that of the first key by default. All ends with the input.
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

import Provider from "oidc-provider";

const configuration = (keys) => ({
  jwks: { keys },
  cookies: { keys: ["of no use: nobody signs in by a browser"] },
  clients: [
    {
      client_id: "tests",
      client_secret: "tests",
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: keys[0].alg,
    },
  ],
  enabledJWA: { idTokenSigningAlgValues: [...new Set(["RS256", ...keys.map((key) => key.alg)])] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, resource) => ({
        scope: "",
        audience: resource,
        accessTokenFormat: "jwt",
        accessTokenTTL: 3600,
        jwt: { sign: { alg: ctx.get("alg") || keys[0].alg } },
      }),
    },
  },
  formats: {
    customizers: {
      jwt: (ctx, token, { payload }) => {
        Object.assign(payload, JSON.parse(ctx.get("claims") || "{}"));
        for (const [name, value] of Object.entries(payload)) if (value === null) delete payload[name];
      },
    },
  },
});

// The provider's remarks are no answers.
const answer = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);
console.info = console.log = console.error;

// Their keys are settled when they are made, so that new keys take a new one.
const providers = new Map();

const server = createServer({ maxHeaderSize: 1 << 20 }, (request, response) => {
  const provider = providers.get(request.headers.host);
  if (provider) provider(request, response);
  else response.writeHead(421).end();
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
answer({ address: `127.0.0.1:${server.address().port}` });

for await (const line of createInterface({ input: process.stdin })) {
  const { issuer, keys } = JSON.parse(line);
  providers.set(new URL(issuer).host, new Provider(issuer, configuration(keys)).callback());
  answer({ issuer });
}
process.exit(0);
