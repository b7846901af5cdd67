import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase, migrate } from '@tessera/postgres';
import { SystemClock } from '@tessera/service-kit';
import { dropSchema, services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { isPassword } from '../auth/passwords';
import { database } from '../database';
import { createFirstAdmin } from './first-admin';
import { UserEntity } from './user.entity';
import { Users } from './users.service';

const EMAIL = { TESSERA_ADMIN_EMAIL: 'Admin@LocalHost' };

describe('the first admin', () => {
  const schema = uniqueName();
  const db = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: schema });
  let dataSource: DataSource;
  let users: Users;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), schema));
    await migrate(db);
    dataSource = await connectDatabase(db);
    users = new Users(dataSource, new SystemClock());
  });
  afterEach(() => dataSource.manager.deleteAll(UserEntity));
  afterAll(async () => {
    await dataSource.destroy();
    await dropSchema(schema);
    await rm(folder, { recursive: true });
  });

  const passwords = async () => (await dataSource.manager.find(UserEntity)).map(({ password }) => password);

  it('has the password of the settings, and is made once', async () => {
    const settings = { ...EMAIL, TESSERA_ADMIN_PASSWORD: 'given to the service' };
    await Promise.all([createFirstAdmin(users, settings), createFirstAdmin(users, settings)]);
    const [user, ...others] = await dataSource.manager.find(UserEntity);
    expect(user).toMatchObject({ email: 'admin@localhost', role: 'admin', state: 'active' });
    expect(others).toEqual([]);
    expect(await isPassword('given to the service', user?.password ?? null)).toBe(true);
    await createFirstAdmin(users, { ...EMAIL, TESSERA_ADMIN_PASSWORD: 'another' });
    expect(await passwords()).toEqual([user?.password]);
  });

  it('gets a password of its own in a file that only its owner reads', async () => {
    const file = join(folder, 'admin-password');
    await writeFile(file, 'left from before', { mode: 0o644 });
    await createFirstAdmin(users, { ...EMAIL, TESSERA_ADMIN_PASSWORD_FILE: file });
    const password = (await readFile(file, 'utf8')).trim();
    expect(password.length).toBeGreaterThanOrEqual(24);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await isPassword(password, (await passwords())[0] ?? null)).toBe(true);
  });

  it('is asked for where the settings say nothing', async () => {
    await expect(createFirstAdmin(users, EMAIL)).rejects.toThrow(/TESSERA_ADMIN_PASSWORD/);
    expect(await passwords()).toEqual([]);
  });
});
