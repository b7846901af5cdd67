import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Application, Catalog } from '@tessera/promotion';
import type { FastifyRequest } from 'fastify';

/** Who calls: the key's application, what the key may do, the catalog that the call is judged by, and what it knows of already. */
export interface Caller {
  readonly keyId: string;
  readonly scopes: readonly string[];
  readonly application: Application;
  readonly catalog: Catalog;
  /** Its `X-Tessera-Token`: what it reads is to be at least as new. */
  readonly readToken: string | undefined;
}

const callers = new WeakMap<FastifyRequest, Caller>();

export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** Throws Error behind a route without the ApiKeyGuard. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('a caller needs the ApiKeyGuard');
  return caller;
}

/** A handler's parameter: the Caller. */
export const CalledBy = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
