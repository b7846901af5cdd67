import { projectionSettings } from '@tessera/projection';
import { flag, loadSettings } from '@tessera/service-kit';
import type { z } from 'zod';

const shape = {
  ...projectionSettings(8086, 'webhook_dispatcher'),
  /** Lets webhooks call this machine itself, by http and on any port. */
  TESSERA_DEV: flag(),
};

export type Settings = z.output<z.ZodObject<typeof shape>>;

/** The only place that looks at the environment. */
export const environment = (): NodeJS.ProcessEnv => process.env;

/** Everything that this service reads from the environment. Throws SettingsError. */
export function settingsFrom(variables: NodeJS.ProcessEnv): Settings {
  return loadSettings(shape, variables);
}
