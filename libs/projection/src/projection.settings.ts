import { databaseSettings, kafkaSettings, serviceSettings } from '@tessera/service-kit';
import { z } from 'zod';

const masterKey = z
  .string()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64');

/** What a service with a read model reads from the environment. */
export const projectionSettings = (defaultPort: number, defaultSchema: string) => ({
  ...serviceSettings(defaultPort),
  ...kafkaSettings,
  ...databaseSettings(defaultSchema),
  TESSERA_MASTER_KEY: masterKey,
});

export type ProjectionSettings = z.output<z.ZodObject<ReturnType<typeof projectionSettings>>>;
