const { fork } = require('node:child_process');
const { join } = require('node:path');

/** Calls commands of cluster-process.mjs by number, in any order. */
class Channel {
  #child = fork(join(__dirname, 'cluster-process.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  #waiting = new Map();
  #last = 0;

  constructor() {
    this.#child.on('message', ({ id, value, error }) => {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    });
    this.#child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The cluster's process ended with ${code}.`));
    });
  }

  call(command, argument) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, command, argument });
    });
  }

  close() {
    this.#child.removeAllListeners('exit');
    this.#child.disconnect();
  }
}

/** A service of the cluster; its state is of the last answer. */
class RemoteProcess {
  #channel;

  constructor(channel, state) {
    this.#channel = channel;
    Object.assign(this, state);
  }

  kill(signal = 'SIGKILL') {
    return this.#channel.call('kill', { name: this.name, signal });
  }

  exited() {
    return this.#channel.call('exited', { name: this.name });
  }

  stop() {
    return this.#channel.call('stopProcess', { name: this.name });
  }

  async restart(env = {}) {
    Object.assign(this, await this.#channel.call('restart', { name: this.name, env }));
  }
}

async function startCluster(options) {
  const channel = new Channel();
  try {
    const { processes: states, ...cluster } = await channel.call('start', options);
    const processes = states.map((state) => new RemoteProcess(channel, state));
    const process = (name) => processes.find((one) => one.name === name);
    const stop = async () => {
      await channel.call('stop');
      channel.close();
    };
    return { ...cluster, processes, process, stop };
  } catch (error) {
    channel.close();
    throw error;
  }
}

module.exports = { startCluster };
