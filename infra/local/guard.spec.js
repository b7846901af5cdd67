const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { runNode, inNode } = require('../../tools/specs/in-node');
const { tempDir } = require('../../tools/specs/temp-dir');
const { isAlive, until } = require('../../tools/specs/until');

// Goal: what we start ends when we end, however that happens. Method: a Node of its own is the parent and gets killed.

const dir = tempDir();
const SLEEPER = 'trap "echo asked; exit 0" TERM; echo up; while :; do sleep 0.05; done';
const DEAF = 'trap "" TERM; echo up; while :; do sleep 0.05; done';

let number = 0;

/** Code of a parent that starts the script under guard and prints the pid of its child. */
function parentOf(script, { options = {}, then = 'setInterval(() => undefined, 1000);' } = {}) {
  const name = `child-${(number += 1)}`;
  const all = { logFile: join(dir, `${name}.log`), pidFile: join(dir, `${name}.pid`), ...options };
  const code = `
    import { guarded } from './infra/local/guard.mjs';
    const child = await guarded('/bin/sh', ['-c', ${JSON.stringify(script)}], ${JSON.stringify(all)});
    await child.prints('up');
    console.log(child.pid);
    ${then}`;
  return { code, ...all };
}

it('asks its child to stop when the parent is killed', async () => {
  const { code, logFile } = parentOf(SLEEPER);
  const parent = runNode(code);
  const pid = Number(await parent.line());
  parent.child.kill('SIGKILL');
  await until('the child has ended', () => !isAlive(pid));
  expect(readFileSync(logFile, 'utf8')).toContain('asked');
});

it('kills a child that does not listen', async () => {
  const parent = runNode(parentOf(DEAF, { options: { patience: 1 } }).code);
  const pid = Number(await parent.line());
  parent.child.kill('SIGKILL');
  await until('the child has ended', () => !isAlive(pid));
});

it('kills a stopped child', async () => {
  const parent = runNode(parentOf(SLEEPER, { options: { patience: 1 } }).code);
  const pid = Number(await parent.line());
  process.kill(pid, 'SIGSTOP');
  parent.child.kill('SIGKILL');
  await until('the child has ended', () => !isAlive(pid));
});

it('lets a child outlive a killed parent for the grace it was given', async () => {
  const parent = runNode(parentOf(SLEEPER, { options: { grace: 1 } }).code);
  const pid = Number(await parent.line());
  const begin = Date.now();
  parent.child.kill('SIGKILL');
  await until('the child has ended', () => !isAlive(pid));
  expect(Date.now() - begin).toBeGreaterThan(900);
});

it('does not pass Ctrl-C on: the order of stopping is the parent’s', async () => {
  const parent = runNode(`process.on('SIGINT', () => console.log('interrupted'));\n${parentOf(SLEEPER).code}`);
  const pid = Number(await parent.line());
  parent.child.kill('SIGINT');
  expect(await parent.line()).toBe('interrupted');
  expect(isAlive(pid)).toBe(true);
  parent.child.kill('SIGKILL');
  await until('the child has ended', () => !isAlive(pid));
});

it('gives the exit code, without grace, when the parent stops it', async () => {
  const { code } = parentOf(SLEEPER, { options: { grace: 60 }, then: 'console.log(await child.stop());' });
  expect(await inNode(code)).toBe(0);
});

it('tells a signal from an exit code', async () => {
  const { code } = parentOf(SLEEPER, {
    then: "const alive = setInterval(() => undefined, 1000); child.kill('SIGKILL'); console.log(await child.exited); clearInterval(alive);",
  });
  expect(await inNode(code)).toBe(128 + 9);
});

it('rejects with what the command printed when it ends instead of getting ready', async () => {
  const { code } = parentOf('echo no such luck; exit 3');
  await expect(inNode(code)).rejects.toThrow('no such luck');
});

it('waits for the child that a killed parent left behind', async () => {
  const first = parentOf(SLEEPER, { options: { grace: 1 } });
  const parent = runNode(first.code);
  const pid = Number(await parent.line());
  parent.child.kill('SIGKILL');
  const { logFile, pidFile } = first;
  const second = parentOf(SLEEPER, { options: { logFile, pidFile }, then: 'await child.stop();' });
  await inNode(second.code);
  expect(readFileSync(logFile, 'utf8')).toBe('up\nasked\nup\nasked\n');
  expect(isAlive(pid)).toBe(false);
});
