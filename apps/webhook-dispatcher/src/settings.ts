import { projectionSettings } from '@tessera/projection';
import { flag, loadSettings } from '@tessera/service-kit';
import type { z } from 'zod';

const shape = {
  ...projectionSettings(8086, 'webhook_dispatcher'),
  /** Lets webhooks call this machine itself, by http and on any port. */
  TESSERA_DEV: flag(),
};

export type Settings = z.output<z.ZodObject<typeof shape>>;

/** Everything that this service reads from the environment. Throws SettingsError. */
export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  return loadSettings(shape, environment);
}
