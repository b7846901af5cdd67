const { chmodSync, mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { inNode } = require('../../tools/specs/in-node');
const { tempDir } = require('../../tools/specs/temp-dir');

const dir = tempDir();

function program(home, name, script) {
  mkdirSync(join(dir, home, 'bin'), { recursive: true });
  writeFileSync(join(dir, home, 'bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dir, home, 'bin', name), 0o755);
  return join(dir, home);
}

const asking = (env) => `
  import { findJava } from './infra/local/java.mjs';
  console.log(JSON.stringify(await findJava(${JSON.stringify(env)}).catch((error) => error.constructor.name + ': ' + error.message)));`;

it.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_402"', 8],
])('reads %s', async (text, major) => {
  const code = `import { majorOf } from './infra/local/java.mjs'; console.log(majorOf(${JSON.stringify(text)}));`;
  await expect(inNode(code)).resolves.toBe(major);
});

it('takes the Java of JAVA_HOME', async () => {
  const home = program('java-21', 'java', 'echo \'openjdk version "21.0.1"\' >&2');
  await expect(inNode(asking({ JAVA_HOME: home }))).resolves.toBe(join(home, 'bin', 'java'));
});

it('says in one sentence that Java is missing and what to do', async () => {
  const said = await inNode(asking({ JAVA_HOME: join(dir, 'nowhere') }));
  expect(said).toMatch(/^Missing: The embedded Kafka broker needs Java 17 or newer, but there is no .*: install a JDK/);
  expect(said).toContain('set JAVA_HOME');
  expect(said).toContain('set KAFKA_BROKERS');
});

it('says in one sentence that Java is too old', async () => {
  const home = program('java-11', 'java', 'echo \'openjdk version "11.0.2"\' >&2');
  expect(await inNode(asking({ JAVA_HOME: home }))).toContain('is version 11: install a JDK');
});

it('says in one sentence that Maven is missing and what to do', async () => {
  const code = `
    import { kafkaJars } from './infra/local/java.mjs';
    console.log(JSON.stringify(await kafkaJars(${JSON.stringify(join(dir, 'cache'))}).catch((error) => error.message)));`;
  const said = await inNode(code, { env: { ...process.env, PATH: dir } });
  expect(said).toMatch(
    /^The embedded Kafka broker needs Maven once, to fetch its jars, but there is no mvn: install it/,
  );
});

it('shows what Maven said when it fails', async () => {
  const home = program('broken-maven', 'mvn', 'echo no route to the repository; exit 1');
  const code = `
    import { kafkaJars } from './infra/local/java.mjs';
    console.log(JSON.stringify(await kafkaJars(${JSON.stringify(join(dir, 'cache'))}).catch((error) => error.message)));`;
  const said = await inNode(code, { env: { ...process.env, PATH: `${join(home, 'bin')}:${process.env.PATH}` } });
  expect(said).toContain('no route to the repository');
});
