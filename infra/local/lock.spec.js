const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { inNode, runNode } = require('../../tools/specs/in-node');
const { tempDir } = require('../../tools/specs/temp-dir');

const dir = tempDir();
const file = (name) => join(dir, `${name}.lock`);

const taking = (name, then) => `
  import { takeLock } from './infra/local/lock.mjs';
  const release = takeLock(${JSON.stringify(file(name))}, 'npm start');
  ${then}`;

const orLeave = (name) => `
  import { takeLock } from './infra/local/lock.mjs';
  try {
    takeLock(${JSON.stringify(file(name))}, 'npm start');
  } catch {
    process.exit(1);
  }
  ${HOLD}`;

const HOLD = "console.log('held'); setInterval(() => undefined, 1000);";
const GIVE_BACK = "release(); console.log('true');";

it('is taken and given back', async () => {
  await inNode(taking('free', GIVE_BACK));
  expect(existsSync(file('free'))).toBe(false);
});

it('says who holds it and since when', async () => {
  const holder = runNode(taking('held', HOLD));
  await holder.line();
  const { since } = JSON.parse(readFileSync(file('held'), 'utf8'));
  await expect(inNode(taking('held', GIVE_BACK))).rejects.toThrow(
    `npm start already runs here: process ${holder.child.pid}, since ${since}`,
  );
  holder.child.kill('SIGKILL');
  await holder.exited;
});

it('is taken over from a process that was killed', async () => {
  const holder = runNode(taking('stale', HOLD));
  await holder.line();
  holder.child.kill('SIGKILL');
  await holder.exited;
  await expect(inNode(taking('stale', GIVE_BACK))).resolves.toBe(true);
});

it('is taken over when the pid has come to another process', async () => {
  const other = { pid: process.pid, started: 'another time', since: 'long ago', purpose: 'npm start' };
  writeFileSync(file('recycled'), JSON.stringify(other));
  await expect(inNode(taking('recycled', GIVE_BACK))).resolves.toBe(true);
});

it.each(['fresh', 'dead'])('goes to one of several that want it at once (%s)', async (name) => {
  const dead = { pid: 2 ** 22, started: '1', since: 'long ago', purpose: 'npm start' };
  if (name === 'dead') writeFileSync(file(name), JSON.stringify(dead));
  const all = Array.from({ length: 6 }, () => runNode(orLeave(name)));
  const lines = await Promise.all(all.map(({ line }) => line())); // Nothing from one that left.
  const [holders, others] = [true, false].map((held) => all.filter((_, index) => (lines[index] === 'held') === held));
  for (const { child } of holders) child.kill('SIGKILL');
  expect(await Promise.all(others.map(({ exited }) => exited))).toEqual([1, 1, 1, 1, 1]);
  expect(JSON.parse(readFileSync(file(name), 'utf8')).pid).toBe(holders[0].child.pid);
});

it('makes the second wait where waiting is wanted', async () => {
  const code = `
    import { withLock } from './infra/local/lock.mjs';
    const order = [];
    const work = (name) => withLock(${JSON.stringify(file('queue'))}, 'a build', async () => order.push(name));
    await Promise.all([work('one'), work('two')]);
    console.log(JSON.stringify(order.length));`;
  await expect(inNode(code)).resolves.toBe(2);
});
