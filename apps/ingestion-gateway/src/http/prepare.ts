import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Lifecycle } from '@tessera/service-kit';
import { type Settings, SETTINGS } from '../settings';
import { shedUnderPressure } from '../shed/pressure';
import { acceptNdjson } from './ingest.controller';

/** What the routes need of Fastify, before they are made. */
export function prepareHttp(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const settings = app.get<Settings>(SETTINGS);
  acceptNdjson(fastify);
  const stop = shedUnderPressure(fastify, settings.MAX_EVENT_LOOP_DELAY_MS);
  app.get(Lifecycle).onStop('http', 'pressure', stop);
}
