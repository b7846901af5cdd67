import { databaseSettings, kafkaSettings, loadSettings, serviceSettings } from '@tessera/service-kit';
import { z } from 'zod';
import { FAILPOINTS } from './failpoints';

const DEFAULT_PORT = 8082;

export const shape = {
  ...serviceSettings(DEFAULT_PORT),
  ...kafkaSettings,
  ...databaseSettings('rule_evaluator'),
  /** Wraps the data keys of profiles: 32 bytes. */
  TESSERA_MASTER_KEY: z
    .base64()
    .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
    .refine((key) => key.length === 32, 'must be 32 bytes in base64'),
  /** For crash tests: `name` or `name:nth`, the nth arrival there ends the process as kill -9 does. */
  FAILPOINT: z
    .string()
    .refine((text) => FAILPOINTS.some((name) => new RegExp(`^${name}(:[1-9]\\d*)?$`).test(text)), 'is no failpoint')
    .optional(),
};

export type Settings = ReturnType<typeof readSettings>;

/** Throws SettingsError naming each bad variable. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>) {
  return loadSettings(shape, environment);
}
