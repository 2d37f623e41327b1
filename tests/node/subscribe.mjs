// A subscription by the public client: node subscribe.mjs WS_URL TOKEN SUBSCRIPTION NUMBER_OF_MESSAGES
// Prints each message as a line of JSON and ends after that many. An empty TOKEN sends none.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, token, query, wanted] = process.argv.slice(2);
if (!url || token === undefined || !query || !(Number(wanted) > 0)) {
  console.error('usage: node subscribe.mjs WS_URL TOKEN SUBSCRIPTION NUMBER_OF_MESSAGES');
  process.exit(2);
}

const fail = (why) => {
  console.error(why);
  process.exit(1);
};
setTimeout(() => fail('timeout: not enough messages within 10 s'), 10_000);

const client = createClient({
  url,
  webSocketImpl: WebSocket,
  retryAttempts: 0,
  connectionParams: token ? { authorization: `Bearer ${token}` } : undefined,
});

let heard = 0;
try {
  for await (const message of client.iterate({ query })) {
    console.log(JSON.stringify(message));
    if (++heard === Number(wanted)) break;
  }
} catch (error) {
  // A close event, the errors of an `error` message, or no connection at all.
  if (error?.code) fail(`closed: ${error.code} ${error.reason}`);
  fail(error?.message || JSON.stringify(error));
}
await client.dispose();
if (heard < Number(wanted)) fail(`completed after ${heard} of ${wanted} messages`);
process.exit(0);
