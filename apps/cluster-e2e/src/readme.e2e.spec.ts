import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clusterOfAllFiles, START_MS } from './cluster.fixture';

const README = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
const cluster = clusterOfAllFiles();

/** The block of commands under the heading. */
function commandsUnder(heading: string): string {
  const section = README.slice(README.indexOf(`\n## ${heading}\n`));
  return section.split('```')[1] ?? '';
}

it(
  'answers the first calls of the README as they stand there',
  async () => {
    const { adminPassword, gatewayUrl, managementUrl } = cluster();
    const password = join(tmpdir(), `password-${process.pid}`);
    writeFileSync(password, adminPassword);
    const commands = commandsUnder('First calls')
      .replaceAll('localhost:8080', gatewayUrl)
      .replaceAll('localhost:8081', managementUrl)
      .replaceAll('.tessera/admin-password', password);
    try {
      const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands]);
      expect(JSON.parse(stdout)).toMatchObject({
        customerSession: { integrationId: 'order-1', profileId: 'anna', state: 'open', total: 9 },
        effects: [],
      });
    } finally {
      rmSync(password);
    }
  },
  START_MS,
);
