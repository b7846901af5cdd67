import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import type { Users } from './users.service';

export interface FirstAdminSettings {
  readonly TESSERA_ADMIN_EMAIL: string;
  readonly TESSERA_ADMIN_PASSWORD?: string | undefined;
  readonly TESSERA_ADMIN_PASSWORD_FILE?: string | undefined;
}

/**
 * Creates the first admin where there is no user yet. The password comes from the settings; without one it is made up and
 * written to the file that the settings name, readable by its owner alone. It is never logged.
 * Throws Error where neither is set. Of two instances that start at once, one creates and the other finds the user.
 */
export function createFirstAdmin(users: Users, settings: FirstAdminSettings): Promise<void> {
  return users.createFirst(settings.TESSERA_ADMIN_EMAIL, () => firstPassword(settings));
}

async function firstPassword(settings: FirstAdminSettings): Promise<string> {
  const { TESSERA_ADMIN_PASSWORD: given, TESSERA_ADMIN_PASSWORD_FILE: file } = settings;
  if (given !== undefined) return given;
  if (file === undefined) {
    throw new Error(
      'there is no user yet: set TESSERA_ADMIN_PASSWORD, or TESSERA_ADMIN_PASSWORD_FILE for a file that gets a new one',
    );
  }
  const password = randomBytes(18).toString('base64url');
  // Written anew: the mode of a file that is there would stay.
  await rm(file, { force: true });
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return password;
}
