import { databaseSettings, flag, kafkaSettings, loadSettings, serviceSettings, serviceUrl } from '@tessera/service-kit';
import { z } from 'zod';

const masterKey = z
  .string()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64');

const DATABASE = databaseSettings('management_api');

const SHAPE = {
  ...serviceSettings(8081),
  ...kafkaSettings,
  ...DATABASE,
  TESSERA_MASTER_KEY: masterKey,
  TESSERA_DEV: flag(),
  TESSERA_ADMIN_EMAIL: z.string().min(3).default('admin@localhost'),
  TESSERA_ADMIN_PASSWORD: z.string().min(8).optional(),
  TESSERA_ADMIN_PASSWORD_FILE: z.string().optional(),
  SESSION_PROJECTION_URL: serviceUrl('http://127.0.0.1:8083'),
  PROFILE_PROJECTION_URL: serviceUrl('http://127.0.0.1:8084'),
  COUPON_PROJECTION_URL: serviceUrl('http://127.0.0.1:8085'),
  CAMPAIGN_PROJECTION_URL: serviceUrl('http://127.0.0.1:8087'),
  WEBHOOK_DISPATCHER_URL: serviceUrl('http://127.0.0.1:8086'),
  MAX_REQUESTS_PER_SECOND_AND_ENDPOINT: z.coerce.number().int().nonnegative().default(200),
  SCHEMA_REGISTRY_URL: z.url().optional(),
};

export type Settings = ReturnType<typeof settingsFrom>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that this service reads from the environment. Throws SettingsError. */
export function settingsFrom(environment: Environment = process.env) {
  return loadSettings(SHAPE, environment);
}

/** As much of it as migrations need. Throws SettingsError. */
export function databaseSettingsFrom(environment: Environment = process.env) {
  return loadSettings(DATABASE, environment);
}

/** Injects the settings: `@Inject(SETTINGS) private readonly settings: Settings`. */
export const SETTINGS = Symbol('settings');
