import { parseArgs } from 'node:util';

export const USAGE = `Starts Tessera on this machine: installs, builds, brings up a broker and a database, starts every service,
and shows the demo store at work. Ctrl-C stops it; the next start goes on with the same data (.tessera/).

  npm start                     the cluster with live demo traffic
  npm start -- --once           a bounded demo that checks its own result; exits 0 or 1
  npm start -- --no-demo        the cluster alone
  npm start -- --evaluators 2   that many rule evaluators share the partitions
  npm start -- --docker         broker and database from docker-compose.yml instead of embedded ones

Environment: KAFKA_BROKERS (host:port,…) and DATABASE_URL use a broker and a database that run; JAVA_HOME; TESSERA_CACHE
(jars and programs, to share among clones); TESSERA_STATE (data, instead of .tessera/); TESSERA_ADMIN_EMAIL and
TESSERA_ADMIN_PASSWORD of the first admin; LOG_LEVEL.
`;

const OPTIONS = {
  once: { type: 'boolean', default: false },
  demo: { type: 'boolean', default: true },
  docker: { type: 'boolean', default: false },
  evaluators: { type: 'string', default: '1' },
  help: { type: 'boolean', short: 'h', default: false },
};

/**
 * The options of `npm start`.
 * @param {string[]} args
 * @returns {{ once: boolean, demo: boolean, docker: boolean, evaluators: number, help: boolean }}
 * Throws a TypeError that says which argument is wrong.
 */
export function parseOptions(args) {
  const { values } = parseArgs({ args, options: OPTIONS, allowNegative: true });
  const evaluators = Number(values.evaluators);
  if (!Number.isInteger(evaluators) || evaluators < 1 || evaluators > 16) {
    throw new TypeError('--evaluators takes a whole number from 1 to 16.');
  }
  return { ...values, evaluators };
}
