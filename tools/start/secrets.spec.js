const { mkdirSync, readFileSync, rmSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { inNode } = require('../specs/in-node');
const { tempDir } = require('../specs/temp-dir');

const dir = tempDir();

const secrets = (name, env = {}) =>
  inNode(`
    import { clusterSecrets } from './tools/start/secrets.mjs';
    console.log(JSON.stringify(clusterSecrets(${JSON.stringify(join(dir, name))}, ${JSON.stringify(env)})));`);

it('are made once and kept where only the owner can read them', async () => {
  const first = await secrets('kept');
  expect(await secrets('kept')).toEqual(first);
  expect(Buffer.from(first.TESSERA_MASTER_KEY, 'base64')).toHaveLength(32);
  expect(readFileSync(join(dir, 'kept', 'admin-password'), 'utf8')).toBe(`${first.TESSERA_ADMIN_PASSWORD}\n`);
  for (const file of ['master-key', 'service-secret', 'admin-password']) {
    expect(statSync(join(dir, 'kept', file)).mode & 0o777).toBe(0o600);
  }
});

it('differ from one clone to the next', async () => {
  const [one, other] = await Promise.all([secrets('one'), secrets('other')]);
  for (const name of Object.keys(one)) expect(one[name]).not.toBe(other[name]);
});

it('come from the environment where it has them', async () => {
  expect((await secrets('given', { TESSERA_ADMIN_PASSWORD: 'open sesame' })).TESSERA_ADMIN_PASSWORD).toBe(
    'open sesame',
  );
});

it('are not made anew beside data that only the lost key can read', async () => {
  await secrets('lost');
  mkdirSync(join(dir, 'lost', 'kafka'));
  rmSync(join(dir, 'lost', 'master-key'));
  await expect(secrets('lost')).rejects.toThrow('put the key back, or delete');
});
