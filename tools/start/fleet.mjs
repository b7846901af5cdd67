import { join } from 'node:path';
import { predecessorGone } from '../../infra/local/guard.mjs';
import { startOnPorts } from '../../infra/local/ports.mjs';
import { EVALUATOR, GATEWAY, SERVICES } from '../services.mjs';
import { root } from '../workspace.mjs';
import { environmentOf } from './environment.mjs';
import { ServiceProcess } from './service-process.mjs';

/** The address of a service that this cluster goes without: nobody answers there, least of all another cluster. */
const NOWHERE = 'http://127.0.0.1:1';

/**
 * The processes to start: one for each service, and `rule-evaluator-2` … for more evaluators.
 * @param {string[]} names of services
 * @param {number} evaluators
 * @returns {{ service: typeof SERVICES[number], name: string }[]}
 */
export function planOf(names, evaluators) {
  const chosen = SERVICES.filter(({ name }) => names.includes(name));
  return chosen.flatMap((service) =>
    Array.from({ length: service.name === EVALUATOR ? evaluators : 1 }, (_, index) => ({
      service,
      name: index === 0 ? service.name : `${service.name}-${index + 1}`,
    })),
  );
}

/** The default port of each service, or a port that is free; further evaluators have no default. */
const wishOf = ({ service, name }, ports) => (ports === 'free' || name !== service.name ? 0 : service.port);

const pidFile = (dataDir, name) => join(dataDir, 'run', `${name}.pid`);

/** Each service's address; of several evaluators any will do, so the first is named. */
function urlsOf(plan, ports) {
  const addresses = plan.map(({ name }, index) => [name, `http://127.0.0.1:${ports[index]}`]);
  const nowhere = SERVICES.map(({ name }) => [name, NOWHERE]);
  return Object.fromEntries([...nowhere, ...addresses]);
}

const each = (processes, work) => Promise.all(processes.map(work));

/** The gateway is where work enters: it starts last and stops first. */
const gatewayApart = (processes) => [
  processes.filter(({ app }) => app === GATEWAY),
  processes.filter(({ app }) => app !== GATEWAY),
];

async function startAll(processes) {
  const [gateway, others] = gatewayApart(processes);
  await each(others, (process) => process.start());
  await each(gateway, (process) => process.start());
}

/** Stops them in order: first what takes work in, then what works. */
export async function stopAll(processes) {
  const [gateway, others] = gatewayApart(processes);
  await each(gateway, (process) => process.stop());
  await each(others, (process) => process.stop());
}

/** Nothing is left running when one cannot start. */
async function launch({ plan, dataDir, cluster, env }, ports) {
  const urls = urlsOf(plan, ports);
  const processes = plan.map(({ service, name }, index) => {
    const own = environmentOf(service, { ...cluster, urls }, env);
    const main = join(root, 'apps', service.name, 'dist', 'main.js');
    return new ServiceProcess({ name, app: service.name, main, port: ports[index], dataDir, env: own });
  });
  try {
    await startAll(processes);
  } catch (error) {
    await stopAll(processes);
    throw error;
  }
  return { processes, urls };
}

/**
 * Starts the processes of a plan and resolves when all are ready.
 * @param {object} options
 * @param {ReturnType<typeof planOf>} options.plan
 * @param {'default' | 'free'} options.ports
 * @param {string} options.dataDir for logs and pid files
 * @param {object} options.cluster what `environmentOf` needs, without `urls`
 * @param {NodeJS.ProcessEnv} options.env what the caller sets for all services
 * @returns {Promise<{ processes: ServiceProcess[], urls: Record<string, string> }>}
 */
export async function startFleet(options) {
  const { plan, ports, dataDir } = options;
  await each(plan, ({ name }) => predecessorGone(pidFile(dataDir, name)));
  return startOnPorts(
    plan.map((entry) => wishOf(entry, ports)),
    (chosen) => launch(options, chosen),
  );
}
