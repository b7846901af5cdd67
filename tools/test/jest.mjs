import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandAloud } from '../command.mjs';
import { say } from '../start/say.mjs';
import { root } from '../workspace.mjs';

/** One more than there are processors: many specs wait for clocks, restarts and other processes. */
const WORKERS = availableParallelism() + 1;

/** A suite that could not run has no tests to fail, so it counts as one. */
function countsOf({ numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
  if (numPendingTests > 0) say(`${numPendingTests} tests are skipped`);
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

/** A run that ends badly without a failed test (its set-up broke, it was killed) has failed all the same. */
function judged(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * Runs the specs of all projects in one jest, which talks to the terminal itself.
 * @param {string[]} args for jest: parts of paths, -t "name" …
 * @returns {Promise<{ passed: number, failed: number }>} tests
 */
export async function runSpecs(args) {
  const dir = mkdtempSync(join(tmpdir(), 'tessera-jest-'));
  const report = join(dir, 'report.json');
  try {
    const jest = join(root, 'node_modules', '.bin', 'jest');
    const code = await commandAloud(jest, [`--maxWorkers=${WORKERS}`, '--json', `--outputFile=${report}`, ...args]);
    return judged(
      code,
      existsSync(report) ? countsOf(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 },
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
