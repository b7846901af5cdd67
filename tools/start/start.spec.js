const { execFile } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { inNode, runNode } = require('../specs/in-node');
const { root } = require('../specs/projects');
const { tempDir } = require('../specs/temp-dir');

const state = tempDir();

/** `npm start` with these arguments, far from this clone's own state. */
function start(...args) {
  const script = join(root, 'tools', 'start.mjs');
  return new Promise((resolve) => {
    const env = { ...process.env, TESSERA_STATE: state };
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

it('explains itself', async () => {
  const { code, stdout } = await start('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('npm start -- --once');
});

it.each([
  [['--onec'], "'--onec'"],
  [['--evaluators', '0'], 'from 1 to 16'],
  [['once'], 'once'],
])('refuses %j and explains itself', async (args, said) => {
  const { code, stderr } = await start(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
  expect(stderr).toContain('npm start -- --once');
});

it('says who runs here already, and leaves everything as it is', async () => {
  const holder = runNode(`
    import { takeLock } from './infra/local/lock.mjs';
    takeLock(${JSON.stringify(join(state, 'lock'))}, 'npm start');
    console.log('held');
    setInterval(() => undefined, 1000);`);
  await holder.line();
  const { code, stderr } = await start('--no-demo');
  holder.child.kill('SIGKILL');
  await holder.exited;
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^! npm start already runs here: process ${holder.child.pid}, since \\d{4}-.*Z`));
  expect(stderr).not.toContain('    at ');
  expect(existsSync(join(state, 'kafka'))).toBe(false);
});

it('says that Java is missing before anything slow happens', async () => {
  const said = await inNode(`
    import { fetchAll } from './tools/fetch-all.mjs';
    process.env.JAVA_HOME = ${JSON.stringify(join(state, 'nowhere'))};
    const error = await fetchAll({ embeddedBroker: true }).catch((reason) => reason);
    console.log(JSON.stringify(error.message));`);
  expect(said).toMatch(/^The embedded Kafka broker needs Java 17 or newer/);
});
