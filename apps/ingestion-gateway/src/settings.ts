import { kafkaSettings, loadSettings, serviceSettings, serviceUrl } from '@tessera/service-kit';
import { z } from 'zod';

const count = (fallback: number) => z.coerce.number().int().min(0).default(fallback);

const shape = {
  ...serviceSettings(8080),
  ...kafkaSettings,
  MANAGEMENT_URL: serviceUrl('http://127.0.0.1:8081'),
  EVALUATOR_URL: serviceUrl('http://127.0.0.1:8082'),
  SESSION_PROJECTION_URL: serviceUrl('http://127.0.0.1:8083'),
  PROFILE_PROJECTION_URL: serviceUrl('http://127.0.0.1:8084'),
  COUPON_PROJECTION_URL: serviceUrl('http://127.0.0.1:8085'),
  CAMPAIGN_PROJECTION_URL: serviceUrl('http://127.0.0.1:8087'),
  /** How long a call waits for its decision before it answers 504. */
  REPLY_TIMEOUT_MS: z.coerce.number().int().min(1).default(5000),
  /** Requests that may wait for their decisions at once; more are answered with 503. */
  MAX_PENDING: z.coerce.number().int().min(1).default(20_000),
  /** NDJSON streams at once; each has at most 2,000 lines that wait for their decisions. */
  MAX_STREAMS: z.coerce.number().int().min(1).default(4),
  /** 0: no limit. */
  MAX_REQUESTS_PER_SECOND_AND_KEY: count(0),
  /** Unknown coupon codes that one session or profile may try in a minute; 0: no limit. */
  MAX_UNKNOWN_CODES_PER_MINUTE: count(30),
  /** The same of one key, whatever sessions it names; 0: no limit. */
  MAX_UNKNOWN_CODES_PER_MINUTE_AND_KEY: count(3_000),
  /** Above this mean delay of the event loop requests are shed with 503; 0: never. */
  MAX_EVENT_LOOP_DELAY_MS: count(1000),
};

export type Settings = ReturnType<typeof readSettings>;

/** Injects the settings. */
export const SETTINGS = Symbol('settings');

/** Throws SettingsError that names each bad variable. */
export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return loadSettings(shape, environment);
}
