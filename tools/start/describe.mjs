import { join, relative } from 'node:path';
import { ADMIN_EMAIL, GATEWAY } from '../services.mjs';
import { stateDir } from '../workspace.mjs';

const WIDTH = 22;
const shown = (path) => relative(process.cwd(), path) || '.';

/** Says where everything is. */
export function describeCluster({ urls, processes, brokers, databaseUrl, origins }, say) {
  say('\nTessera runs.\n');
  const line = (name, value) => say(`  ${name.padEnd(WIDTH)} ${value}`);
  line('Integration API', urls[GATEWAY]);
  line('Management API', urls['management-api']);
  for (const { name, url, app } of processes) if (app !== GATEWAY && app !== 'management-api') line(name, url);
  line('Kafka', `${brokers} (${origins.kafka})`);
  line('PostgreSQL', `${databaseUrl} (${origins.postgres})`);
  line('logs', shown(join(stateDir, 'logs')));
  line('first admin', `${process.env.TESSERA_ADMIN_EMAIL ?? ADMIN_EMAIL}, password: ${passwordPlace()}`);
  say();
}

const passwordPlace = () =>
  process.env.TESSERA_ADMIN_PASSWORD ? 'TESSERA_ADMIN_PASSWORD' : `cat ${shown(join(stateDir, 'admin-password'))}`;

const FIRST_SESSION = {
  customerSession: {
    profileId: 'me',
    cartItems: [{ name: 'Bread', sku: 'bread', quantity: 2, price: 2.5 }],
  },
  responseContent: ['customerSession'],
};

/** A call to paste, with the key of the demo store. */
export function firstCall(gateway, key) {
  return [
    `curl -X PUT ${gateway}/v2/customer_sessions/my-first`,
    `-H 'Authorization: ApiKey-v1 ${key}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(FIRST_SESSION)}'`,
  ].join(' \\\n    ');
}
