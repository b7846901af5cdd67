const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** A folder for one spec file, removed after its tests. */
function tempDir() {
  const dir = mkdtempSync(join(tmpdir(), 'tessera-spec-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

module.exports = { tempDir };
