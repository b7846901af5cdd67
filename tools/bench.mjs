// `npm run bench`: what the cluster does, beside a limit measured in the same run. Figures are relative; read the ratios.
import { rmSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { startCluster } from './cluster.mjs';
import { fetchAll } from './fetch-all.mjs';
import { benchStore } from './bench/store.mjs';
import { say } from './start/say.mjs';
import { stateDir } from './workspace.mjs';

/** Those that need no cluster come first: nothing else runs beside them. */
const ALONE = ['rules'];
/** Memory is looked at before anything else was asked of the cluster. */
const BENCHES = [...ALONE, 'memory', 'pipeline', 'sync', 'ingest', 'history', 'coupons'];

const USAGE = `  npm run bench                       ${BENCHES.join(', ')}
  npm run bench -- pipeline sync      only these
  npm run bench -- ingest --lines 1000000

  --updates N    session updates of pipeline (20000)
  --campaigns N  that run beside those of the store in the second round of pipeline (1000)
  --seconds N    of each rate in sync (10)
  --lines N      of ingest (50000)
  --past N       sessions before the window of history (500)
  --coupons N    that are created beside 1,000 (100000)

Brings up its own cluster for all but ${ALONE.join(', ')}, unless KAFKA_BROKERS and DATABASE_URL name another's broker and database.`;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    updates: { type: 'string', default: '20000' },
    campaigns: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    lines: { type: 'string', default: '50000' },
    past: { type: 'string', default: '500' },
    coupons: { type: 'string', default: '100000' },
    help: { type: 'boolean', default: false },
  },
});

const { help, ...texts } = values;
const sizes = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Number(text)]));

async function report(names, given) {
  for (const name of names) {
    const { bench } = await import(`./bench/${name}.mjs`);
    say(`\n${name}`);
    for (const line of await bench({ ...given, sizes, say })) say(`  ${line}`);
  }
}

async function onCluster(names) {
  const { KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl } = process.env;
  await fetchAll({ embeddedBroker: !brokers });
  const dataDir = join(stateDir, 'bench');
  // A run that was broken off leaves its data, which would be in the way.
  rmSync(dataDir, { recursive: true, force: true });
  const cluster = await startCluster({ dataDir, brokers, databaseUrl, name: 'bench', ports: 'free' });
  try {
    await report(names, { cluster, dataDir, store: await benchStore(cluster, dataDir) });
  } finally {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const names = positionals.length > 0 ? positionals : BENCHES;
const unknown = names.filter((name) => !BENCHES.includes(name));
if (help || unknown.length > 0) {
  say(USAGE);
  process.exitCode = help ? 0 : 2;
} else {
  const [first] = cpus();
  const [load] = loadavg();
  say(
    `${cpus().length} x ${first.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, load ${load.toFixed(1)}`,
  );
  const alone = names.filter((name) => ALONE.includes(name));
  const others = names.filter((name) => !ALONE.includes(name));
  if (alone.length > 0) {
    await fetchAll({ embeddedBroker: false });
    await build();
    await report(alone, {});
  }
  if (others.length > 0) await onCluster(others);
}
