import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { ADMIN_EMAIL } from '../services.mjs';
import { root, stateDir } from '../workspace.mjs';
import { firstCall } from './describe.mjs';

const folder = join(root, 'examples', 'grocer');
const load = (file) => import(pathToFileURL(join(folder, file)).href);

/** What the example needs to know of the cluster; its names are the roles that a customer sees. */
function contextOf({ cluster, once, stopping, say }) {
  const { urls, brokers, secrets } = cluster;
  return {
    once,
    urls: { ...urls, gateway: urls['ingestion-gateway'], management: urls['management-api'] },
    brokers,
    adminEmail: process.env.TESSERA_ADMIN_EMAIL ?? ADMIN_EMAIL,
    adminPassword: secrets.TESSERA_ADMIN_PASSWORD,
    stateFile: join(stateDir, 'grocer.json'),
    say,
    stopped: stopping.wasAsked,
  };
}

async function showStore(options, say) {
  const context = contextOf(options);
  const { seed } = await load('seed.mjs');
  const store = await seed(context);
  say(`\nA call to paste:\n\n  ${firstCall(context.urls.gateway, store.key)}\n`);
  const { demo } = await load('demo.mjs');
  return demo(context);
}

/** A cluster that is kept running does not end over its demo. */
async function showLive(options) {
  const { say, warn, stopping } = options;
  try {
    await showStore(options, say);
    if (!stopping.wasAsked()) say('The demo traffic is through; the cluster runs on. Ctrl-C stops it.');
  } catch (error) {
    warn(`The demo ended early: ${inspect(error)}`);
  }
  return 0;
}

/**
 * Shows the demo store at work on a running cluster. With `once` a bounded part that checks its own result.
 * @param {object} options
 * @param {import('../cluster.mjs').Cluster} options.cluster
 * @param {boolean} options.once
 * @param {{ wasAsked: () => boolean }} options.stopping
 * @param {(line?: string) => void} options.say
 * @param {(line: string) => void} options.warn
 * @returns {Promise<number>} the exit code: 1 when what came out differs from what must
 */
export async function runDemo(options) {
  if (!existsSync(join(folder, 'demo.mjs'))) {
    options.say('No demo store in this clone.');
    return 0;
  }
  return options.once ? showStore(options, options.say) : showLive(options);
}
