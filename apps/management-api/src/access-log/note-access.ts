import { Clock } from '@tessera/service-kit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../auth/actor';
import { type Access, AccessLog } from './access-log';

/** Before the routes are made: every call below /v1 is noted when it was answered, also one that was refused. */
export function noteAccess(app: NestFastifyApplication): void {
  const [log, clock] = [app.get(AccessLog), app.get(Clock)];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      if (request.url.startsWith('/v1/')) log.note(accessOf(request, reply, new Date(Number(clock.now()))));
      done();
    });
}

const PATH_LIMIT = 2_000;

function accessOf(request: FastifyRequest, reply: FastifyReply, at: Date): Access {
  const path = (request.url.split('?')[0] ?? '').slice(0, PATH_LIMIT);
  const [, application] = /^\/v1\/applications\/([1-9]\d{0,15})(?:\/|$)/.exec(path) ?? [];
  return {
    at,
    requestId: request.id,
    applicationId: application === undefined ? null : BigInt(application),
    userId: actorOf(request)?.userId ?? null,
    method: request.method,
    path,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime),
  };
}
