import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { noteAccess } from './access-log/note-access';
import { acceptUploads } from './imports/uploads';

/** What the routes need of Fastify, before they are made. */
export async function prepareHttp(app: NestFastifyApplication): Promise<void> {
  noteAccess(app);
  await acceptUploads(app);
}
