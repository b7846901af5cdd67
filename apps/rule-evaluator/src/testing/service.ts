import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createService } from '@tessera/service-kit';
import { AppModule, consumeInbox } from '../app.module';
import { readSettings } from '../settings';
import type { TestBed } from './test-bed';

/** The evaluator's service in this process, at work. */
export async function startService(bed: TestBed): Promise<NestFastifyApplication> {
  const settings = readSettings(bed.environment);
  const module = AppModule.with(settings);
  const app = await createService({ service: 'rule-evaluator', settings, module }, consumeInbox(settings));
  await app.startAllMicroservices();
  return app;
}
