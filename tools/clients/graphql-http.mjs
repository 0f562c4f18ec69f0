// The audits of graphql-http: whether a server keeps to GraphQL over HTTP.
import { serverAudits } from 'graphql-http';
import { check, finish, url } from './report.mjs';

for (const audit of serverAudits({ url })) {
  await check(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    if (result.status !== 'ok') {
      const { response } = result;
      const body = response && !response.bodyUsed ? await response.text() : '';
      throw new Error(`${result.status}: ${result.reason}: status ${response?.status}: ${body}`);
    }
  });
}
await finish();
