const { inNode } = require('../../tools/specs/in-node');

const IMPORT = "import { choosePorts, PortTaken, startOnPorts } from './infra/local/ports.mjs';";

it('gives the wished port when it is free, and another when it is taken', async () => {
  const [wished, first, second] = await inNode(`${IMPORT}
    import { createServer } from 'node:net';
    const [wished] = await choosePorts([0]);
    const [first] = await choosePorts([wished]);
    const server = createServer();
    await new Promise((resolve) => server.listen(wished, '127.0.0.1', resolve));
    const [second] = await choosePorts([wished]);
    server.close();
    console.log(JSON.stringify([wished, first, second]));`);
  expect(first).toBe(wished);
  expect(second).not.toBe(wished);
});

it('never gives one port twice', async () => {
  const ports = await inNode(`${IMPORT} console.log(JSON.stringify(await choosePorts(Array(50).fill(0))));`);
  expect(new Set(ports).size).toBe(50);
});

it('gives free ports that no system gives to a connection', async () => {
  const ports = await inNode(`${IMPORT} console.log(JSON.stringify(await choosePorts(Array(20).fill(0))));`);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

it('tries free ports when the wished ones go to somebody quicker, and gives up in the end', async () => {
  const tries = await inNode(`${IMPORT}
    const tries = [];
    const start = async ([port]) => { tries.push(port); throw new PortTaken('gone'); };
    const [wished] = await choosePorts([0]);
    const message = await startOnPorts([wished], start).catch((error) => error.message);
    console.log(JSON.stringify([wished === tries[0], tries.length, message]));`);
  expect(tries).toEqual([true, 4, 'gone']);
});

it('leaves a wished port to the start that claimed it first', async () => {
  const [wished, first, second, afterwards] = await inNode(`${IMPORT}
    const [wished] = await choosePorts([0]);
    const start = (work) => startOnPorts([wished], async ([port]) => (await work?.(port)) ?? port);
    let second;
    const first = await start(async () => { second = await start(); });
    console.log(JSON.stringify([wished, first, second, await start()]));`);
  expect([first, afterwards]).toEqual([wished, wished]);
  expect(second).not.toBe(wished);
});
