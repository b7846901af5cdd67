import type { LoggerService } from '@nestjs/common';
import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** Injects the service's logger: `@Inject(LOGGER) private readonly logger: Logger`. */
export const LOGGER = Symbol('logger');

export interface LoggerOptions {
  readonly service: string;
  readonly level: string;
  /** Standard output if left out. */
  readonly destination?: DestinationStream;
}

const MASK = '[secret]';
const SECRET_FIELDS = ['authorization', 'password', 'secret', 'token', 'apiKey', 'cookie', 'dataKey', 'masterKey'];

/** Keys, tokens and passwords in URLs, wherever they stand in a line: a field list alone misses those in error texts. */
const SECRET_TEXT =
  /pk_[A-Za-z0-9-]+_[A-Za-z0-9_-]+|((?:ApiKey-v1|ManagementKey-v1|Bearer|Service) )[\w.~+/=-]{16,}|(\/\/[^\s:/@"]+:)[^\s@/"]+(?=@)/g;

/** JSON lines with `service`, `level`, `time`, `msg`; secrets are masked by field name and by form. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: MASK },
    hooks: { streamWrite: maskSecrets },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The text with everything that looks like a key, a token or a password in a URL masked. */
export function maskSecrets(text: string): string {
  return text.replace(SECRET_TEXT, (_whole, scheme?: string, user?: string) => `${scheme ?? user ?? ''}${MASK}`);
}

/** Lets Nest's own lines go the same way. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    const err = message instanceof Error ? message : undefined;
    this.logger.error({ err, details }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.logger.fatal({ context }, String(message));
  }
}
