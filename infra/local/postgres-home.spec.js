const { inNode } = require('../../tools/specs/in-node');

it('names data that live elsewhere once for a clone, and anew for another clone in its place', async () => {
  const [name, again, anew] = await inNode(`
    import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    import { join } from 'node:path';
    import { nameOf } from './infra/local/postgres-home.mjs';
    const clone = mkdtempSync(join(tmpdir(), 'tessera-home-'));
    const data = join(clone, 'postgres');
    const names = [nameOf(data), nameOf(data)];
    rmSync(clone, { recursive: true });
    mkdirSync(clone);
    names.push(nameOf(data));
    rmSync(clone, { recursive: true });
    console.log(JSON.stringify(names));`);
  expect(name).toMatch(/^data-[0-9a-f]{16}$/);
  expect(again).toBe(name);
  expect(anew).not.toBe(name);
});
