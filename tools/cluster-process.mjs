// A cluster for a caller that cannot import ES modules (jest): it talks over the channel of child_process.fork.
import { startCluster } from './cluster.mjs';

let cluster;

const described = ({ name, app, url, pid, running, logFile }) => ({ name, app, url, pid, running, logFile });

const COMMANDS = {
  async start(options) {
    cluster = await startCluster(options);
    const { urls, brokers, databaseUrl, secrets, processes } = cluster;
    return { urls, brokers, databaseUrl, secrets, processes: processes.map(described) };
  },
  async restart({ name, env }) {
    const process = cluster.process(name);
    await process.restart(env);
    return described(process);
  },
  async stopProcess({ name }) {
    return cluster.process(name).stop();
  },
  async exited({ name }) {
    return cluster.process(name).exited;
  },
  async kill({ name, signal }) {
    cluster.process(name).kill(signal);
  },
  async stop() {
    await cluster?.stop();
  },
};

async function answer({ id, command, argument }) {
  try {
    process.send({ id, value: await COMMANDS[command](argument) });
  } catch (error) {
    process.send({ id, error: error.message });
  }
}

process.on('message', (message) => void answer(message));
// The caller is gone: so are we, and the guards end the rest.
process.on('disconnect', () => process.exit(1));
