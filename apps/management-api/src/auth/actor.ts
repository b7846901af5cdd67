import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '@tessera/api-contracts';
import type { FastifyRequest } from 'fastify';

/** Who makes a request, and the catalog version of what it wrote. */
export class Actor {
  /** The last catalog version that this request gave; null: it wrote nothing to the catalog. */
  wrote: bigint | null = null;

  /** What this request changes or deletes, as the API showed it before; for the note of a change. */
  before: object | undefined;

  constructor(
    /** Of a management key: the user who made it. */
    readonly userId: bigint,
    readonly role: Role,
    readonly requestId: string,
    /** SHA-256 of the session's token; null for keys. */
    readonly session: Buffer | null,
  ) {}
}

const ACTORS = new WeakMap<FastifyRequest, Actor>();

export function setActor(request: FastifyRequest, actor: Actor): void {
  ACTORS.set(request, actor);
}

export function actorOf(request: FastifyRequest): Actor | undefined {
  return ACTORS.get(request);
}

/** The one who makes the request; only on handlers that are not public. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const actor = actorOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!actor) throw new Error('a public handler has no actor');
  return actor;
});
