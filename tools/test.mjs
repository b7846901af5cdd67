// `npm test` on a fresh clone: everything that must hold. Its last line is `N passed, N failed`.
import { inspect } from 'node:util';
import { Missing } from '../infra/local/java.mjs';
import { fetchAll } from './fetch-all.mjs';
import { say, warn } from './start/say.mjs';
import { checkAll, checkBuild } from './test/checks.mjs';
import { lastLine, sum } from './test/counts.mjs';
import { runSpecs } from './test/jest.mjs';

const USAGE = `  npm test                  formatting, types, build, lint, and every spec
  npm test -- libs/money    the specs whose path matches; any argument goes to jest (-t "name" …)

Specs share one broker and one database, embedded for the run. KAFKA_BROKERS and DATABASE_URL bring your own;
TESSERA_TEST_DOCKER=1 takes containers where a Docker engine answers.
`;

/** The skips that a machine imposes are said, so that nobody takes them for passes. */
function sayWhatIsMissing() {
  if (process.env.TESSERA_TEST_DOCKER === '1') return;
  say(
    '  skipped: testcontainers (TESSERA_TEST_DOCKER=1 asks for them); images and containers are checked on paper only',
  );
}

async function test(args) {
  await fetchAll({ embeddedBroker: !process.env.KAFKA_BROKERS });
  sayWhatIsMissing();
  if (args.length > 0) return sum([await checkBuild(), await runSpecs(args)]);
  return sum([await checkAll(), await runSpecs([])]);
}

async function counted(args) {
  try {
    return await test(args);
  } catch (error) {
    warn(error instanceof Missing ? error.message : inspect(error));
    return { passed: 0, failed: 1 };
  }
}

const args = process.argv.slice(2);
if (args.includes('--help')) {
  say(USAGE);
} else {
  const counts = await counted(args);
  say(lastLine(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}
