import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { type AbsentOperation, refuseAbsent } from './absent';
import { ApiErrorFilter } from './error-filter';
import { guardRequests, serviceAdapter } from './fastify';
import { HealthChecks } from './health-checks';
import { Lifecycle } from './lifecycle';
import { createLogger, LOGGER, type Logger, NestLogger } from './logger';
import { collectMethods, refuseOtherMethods } from './methods';
import { Metrics, timeRequests } from './metrics';
import { ServiceModule, type ServiceOptions } from './service.module';
import { ZodPipe } from './zod-pipe';

/** Called before the routes are made: content types, hooks, `app.connectMicroservice({ strategy })`. */
export type Prepare = (app: NestFastifyApplication) => void | Promise<void>;

/** Longer than all stages of a stop together, shorter than the 30 s that a container has. */
const STOP_TIMEOUT_MS = 28_000;

const IDLE_CHECK_MS = 50;

/** Longer than a call waits for its decision, shorter than the stage `http`. */
const ANSWERS_TIMEOUT_MS = 7000;

/**
 * Starts a service: listens, then its microservices consume, then it is ready. SIGTERM and SIGINT stop it in the order
 * of STOP_STAGES, and it exits with 0. A start that fails is logged and exits with 1.
 */
export async function bootstrap(options: ServiceOptions, prepare?: Prepare): Promise<void> {
  try {
    const app = await createService(options, prepare);
    const { HOST, PORT } = options.settings;
    await app.listen(PORT, HOST);
    await app.startAllMicroservices();
    app.get(HealthChecks).accept(true);
    stopOnSignals(app);
    app.get<Logger>(LOGGER).info({ url: await app.getUrl() }, 'ready');
  } catch (err) {
    createLogger({ service: options.service, level: 'fatal' }).fatal({ err }, 'the service could not start');
    process.exit(1);
  }
}

/** The service with its routes, not listening: `app.inject` works, `app.close()` stops it. */
export async function createService(options: ServiceOptions, prepare?: Prepare): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(ServiceModule.with(options), serviceAdapter(), {
    bodyParser: false,
    abortOnError: false,
    logger: ['error', 'warn', 'fatal'],
  });
  await initService(app, prepare, options.absent);
  return app;
}

/** The second half of `createService`, for specs that make the application with Nest's testing module. */
async function initService(
  app: NestFastifyApplication,
  prepare?: Prepare,
  absent: readonly AbsentOperation[] = [],
): Promise<void> {
  const logger = app.get<Logger>(LOGGER);
  const fastify = app.getHttpAdapter().getInstance();
  app.useLogger(new NestLogger(logger));
  app.useGlobalFilters(new ApiErrorFilter(logger));
  app.useGlobalPipes(new ZodPipe());
  guardRequests(fastify);
  timeRequests(fastify, app.get(Metrics));
  const methods = collectMethods(fastify);
  stopInOrder(app);
  await prepare?.(app);
  await app.init();
  refuseAbsent(fastify, methods, absent);
  refuseOtherMethods(fastify, methods);
  await fastify.ready();
}

/** Nest would close everything at once; `Lifecycle` gives the order, and Nest's own closing then finds nothing open. */
function stopInOrder(app: NestFastifyApplication): void {
  const lifecycle = app.get(Lifecycle);
  const fastify = app.getHttpAdapter().getInstance();
  lifecycle.stopping.addEventListener('abort', () => app.get(HealthChecks).accept(false));
  lifecycle.onStop('http', 'listener', () => closeListener(fastify));
  lifecycle.onStop('consumers', 'microservices', () => Promise.all(app.getMicroservices().map((one) => one.close())));
}

/**
 * Takes no more connections, and waits for the answers under way. A connection that a client keeps is closed as soon as it
 * is idle: Node would close only those that are idle at this moment, and wait for the others until they time out.
 */
async function closeListener(fastify: FastifyInstance): Promise<void> {
  const idle = setInterval(() => fastify.server.closeIdleConnections(), IDLE_CHECK_MS);
  const all = setTimeout(() => fastify.server.closeAllConnections(), ANSWERS_TIMEOUT_MS);
  try {
    await fastify.close();
  } finally {
    clearInterval(idle);
    clearTimeout(all);
  }
}

function stopOnSignals(app: INestApplication): void {
  const stop = () => {
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
