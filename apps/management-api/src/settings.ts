import { databaseSettings, flag, kafkaSettings, serviceSettings, serviceUrl } from '@tessera/service-kit';
import { z } from 'zod';

const masterKey = z
  .string()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64');

/** Everything that this service reads from the environment; `loadSettings` parses it once. */
export const settingsShape = {
  ...serviceSettings(8081),
  ...kafkaSettings,
  ...databaseSettings('management_api'),
  TESSERA_MASTER_KEY: masterKey,
  TESSERA_DEV: flag(),
  TESSERA_ADMIN_EMAIL: z.string().min(3).default('admin@localhost'),
  TESSERA_ADMIN_PASSWORD: z.string().min(8).optional(),
  TESSERA_ADMIN_PASSWORD_FILE: z.string().optional(),
  SESSION_PROJECTION_URL: serviceUrl('http://127.0.0.1:8083'),
  PROFILE_PROJECTION_URL: serviceUrl('http://127.0.0.1:8084'),
  COUPON_PROJECTION_URL: serviceUrl('http://127.0.0.1:8085'),
  SCHEMA_REGISTRY_URL: z.url().optional(),
};

const parsed = z.object(settingsShape);
export type Settings = z.output<typeof parsed>;

/** Injects the settings: `@Inject(SETTINGS) private readonly settings: Settings`. */
export const SETTINGS = Symbol('settings');
