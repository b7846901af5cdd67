import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pom = join(dirname(fileURLToPath(import.meta.url)), '..', 'kafka-local', 'pom.xml');
const OLDEST_JAVA = 17;

/** An error whose message is meant for the person at the terminal, without a stack. */
export class Missing extends Error {}

const kafkaVersion = () =>
  /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([\d.]+)</.exec(readFileSync(pom, 'utf8'))[1];

/** "17.0.15" is 17, "1.8.0_402" is 8. */
export function majorOf(versionText) {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(versionText) ?? [];
  return Number(first === '1' ? second : first);
}

async function javaVersion(java) {
  try {
    return majorOf((await run(java, ['-version'])).stderr);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'EACCES') return undefined;
    throw error;
  }
}

/**
 * The java to run the broker with: of JAVA_HOME, else of the PATH.
 * Throws Missing when there is none or it is older than 17.
 */
export async function findJava(env = process.env) {
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const version = await javaVersion(java);
  if (version >= OLDEST_JAVA) return java;
  const found = version ? `${java} is version ${version}` : `there is no ${java}`;
  throw new Missing(
    `The embedded Kafka broker needs Java ${OLDEST_JAVA} or newer, but ${found}: install a JDK (apt install openjdk-17-jre-headless, ` +
      'brew install openjdk@17), set JAVA_HOME to one, or set KAFKA_BROKERS to a broker that runs.',
  );
}

async function copyJars(target) {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${target}`];
  try {
    await run('mvn', ['-B', '-q', '-f', pom, ...goal]);
  } catch (error) {
    if (error.code !== 'ENOENT') throw new Error(`Maven could not fetch Kafka's jars:\n${error.stdout}${error.stderr}`);
    throw new Missing(
      'The embedded Kafka broker needs Maven once, to fetch its jars, but there is no mvn: install it (apt install maven, ' +
        'brew install maven), put it on the PATH, or set KAFKA_BROKERS to a broker that runs.',
    );
  }
}

/** Renames a finished folder into its place; another process may have been quicker with an equal one. */
export function moveInto(fresh, target) {
  try {
    renameSync(fresh, target);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * The folder of Kafka's jars; fetched by Maven when the cache does not have it.
 * @param {string} cache a folder for what can be fetched again
 */
export async function kafkaJars(cache) {
  const dir = join(cache, `kafka-${kafkaVersion()}`);
  if (existsSync(dir)) return dir;
  mkdirSync(cache, { recursive: true });
  const fresh = `${dir}.${process.pid}`;
  await copyJars(fresh);
  moveInto(fresh, dir);
  return dir;
}
