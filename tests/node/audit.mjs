// The public audit of GraphQL over HTTP: node audit.mjs URL [BEARER_TOKEN]
// Everything must pass, the SHOULDs and MAYs too. With a token, it goes along with every request: an audit asks for
// __type, which a schema may keep from strangers.
import { auditServer } from 'graphql-http';

const [url, token] = process.argv.slice(2);
if (!url) {
  console.error('usage: node audit.mjs URL [BEARER_TOKEN]');
  process.exit(2);
}

const fetchFn = (address, init = {}) => {
  const headers = new Headers(init.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  return fetch(address, { ...init, headers });
};

const results = await auditServer({ url, fetchFn });
const failed = results.filter((result) => result.status !== 'ok');
for (const { status, id, name, reason, response } of failed) {
  console.log(`${status} ${id} ${name}: ${reason} (${response.status} ${await body(response)})`);
}
console.log(`${results.length - failed.length} of ${results.length} audits pass`);
process.exit(failed.length === 0 && results.length > 0 ? 0 : 1);

// The audit may have read it already.
async function body(response) {
  return response.bodyUsed ? '' : (await response.text()).slice(0, 200);
}
