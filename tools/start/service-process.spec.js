const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { inNode } = require('../specs/in-node');
const { tempDir } = require('../specs/temp-dir');

// Goal: a service is ready when it says so, stops in order, and comes back when it must. Method: a service of ten lines.

const dir = tempDir();
const main = join(dir, 'main.js');

beforeAll(() =>
  writeFileSync(
    main,
    `if (process.env.FAILPOINT === 'at start') throw new Error('this cannot work');
    const server = require('node:http').createServer((request, response) => {
      response.statusCode = request.url === '/health/ready' ? 200 : 404;
      response.end();
    });
    server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('up with ' + process.env.FAILPOINT));
    process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });`,
  ),
);

/** Code that has a service of this name on a free port. */
const having = (name, then) => `
  import { setTimeout as after } from 'node:timers/promises';
  import { choosePorts } from './infra/local/ports.mjs';
  import { keepRunning } from './tools/start/keep-running.mjs';
  import { ServiceProcess } from './tools/start/service-process.mjs';
  const [port] = await choosePorts([0]);
  const settings = { name: '${name}', app: 'shop', main: ${JSON.stringify(main)}, env: {}, dataDir: ${JSON.stringify(dir)} };
  const service = new ServiceProcess({ ...settings, port });
  const until = async (condition) => { while (!condition()) await after(10); };
  const print = (value) => console.log(JSON.stringify(value));
  ${then}`;

const logOf = (name) => readFileSync(join(dir, 'logs', `${name}.log`), 'utf8');

it('is ready when it answers, and stops by SIGTERM', async () => {
  const code = having(
    'orderly',
    'await service.start(); const { ok } = await fetch(service.url + "/health/ready"); print([ok, await service.stop()]);',
  );
  expect(await inNode(code)).toEqual([true, 0]);
  expect(logOf('orderly')).toContain('bye');
});

it('rejects with its last words when it cannot start', async () => {
  const code = having(
    'broken',
    "print(await service.start({ FAILPOINT: 'at start' }).catch(({ message }) => message));",
  );
  expect(await inNode(code)).toMatch(/^broken did not start[\s\S]*this cannot work/);
});

it('says that its port is taken', async () => {
  const code = having(
    'second',
    `const first = new ServiceProcess({ ...settings, name: 'first', port });
    await first.start();
    const error = await service.start().catch((reason) => reason);
    await first.stop();
    print([error.constructor.name, first.port === service.port]);`,
  );
  expect(await inNode(code)).toEqual(['PortTaken', true]);
});

it('is killed and started again on its port, with an environment for that start', async () => {
  const code = having(
    'killed',
    `await service.start();
    const before = service.pid;
    service.kill();
    await until(() => !service.running);
    const code = await service.exited;
    await service.restart({ FAILPOINT: 'later' });
    print([code, service.pid !== before, (await fetch(service.url + '/health/ready')).ok]);
    await service.stop();`,
  );
  expect(await inNode(code)).toEqual([128 + 9, true, true]);
  expect(logOf('killed')).toContain('up with later');
});

it('comes back, aloud, when it ends by itself, and stays away once it was stopped', async () => {
  const code = having(
    'supervised',
    `const said = [];
    keepRunning(service, (line) => said.push(line));
    await service.start();
    process.kill(service.pid, 'SIGKILL');
    await until(() => said.some((line) => line === 'supervised runs again'));
    await service.stop();
    await after(700);
    print([said.length, said[0], service.running]);`,
  );
  const [lines, first, running] = await inNode(code);
  expect([lines, running]).toEqual([2, false]);
  expect(first).toMatch(/^supervised ended with 137 and is started again in 500 ms/);
});

it('is not brought back from an end that was asked for', async () => {
  const code = having(
    'meant',
    `const said = [];
    keepRunning(service, (line) => said.push(line));
    await service.start();
    service.kill();
    await until(() => !service.running);
    await after(700);
    print([said, service.running]);`,
  );
  expect(await inNode(code)).toEqual([[], false]);
});
