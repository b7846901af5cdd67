import { z } from 'zod';

/** Says which variables are missing or wrong; never what they hold, for they may hold secrets. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Parses an app's settings from the environment, once, at start. An empty variable counts as not set.
 * Throws SettingsError that names each bad variable.
 */
export function loadSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new SettingsError(`settings: ${problems.join('; ')}`);
}

/** `1` or `true` is on, `0`, `false` or nothing is off. */
export const flag = () =>
  z
    .enum(['0', '1', 'true', 'false'])
    .default('0')
    .transform((text) => text === '1' || text === 'true');

const secret = (minBytes: number) =>
  z.string().refine((text) => Buffer.byteLength(text) >= minBytes, `must have at least ${minBytes} bytes`);

/** What every service needs: where it listens, how much it logs, the secret of the tokens between services. */
export const serviceSettings = (defaultPort: number) => ({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(defaultPort),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TESSERA_SERVICE_SECRET: secret(16),
});

/** For services that read or write topics. */
export const kafkaSettings = {
  /** host:port, separated by commas. */
  KAFKA_BROKERS: z.string(),
  TESSERA_CLUSTER: z.string().default('tessera'),
  TOPIC_PREFIX: z.string().default(''),
  KAFKA_SESSION_TIMEOUT_MS: z.coerce.number().int().min(1000).default(30_000),
};

/** For services with tables of their own. */
export const databaseSettings = (defaultSchema: string) => ({
  DATABASE_URL: z.string(),
  DATABASE_SCHEMA: z.string().default(defaultSchema),
});

/** Where another service answers, as `http://host:port`, without a slash at the end. */
export const serviceUrl = (defaultUrl: string) =>
  z
    .url()
    .default(defaultUrl)
    .transform((url) => url.replace(/\/$/, ''));
