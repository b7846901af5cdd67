import type { FastifyInstance, HTTPMethods } from 'fastify';
import { ApiError } from './api-error';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Remembers which methods each path has, from the routes that are added after this call. */
export function collectMethods(fastify: FastifyInstance): ReadonlyMap<string, Set<string>> {
  const methods = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set<string>();
    for (const name of [method].flat()) known.add(name);
    methods.set(url, known);
  });
  return methods;
}

/** Makes a wrong method on a known path a 405 that says which are allowed; Fastify alone would say 404. */
export function refuseOtherMethods(fastify: FastifyInstance, methods: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [url, known] of [...methods]) {
    const missing = METHODS.filter((method) => !known.has(method));
    if (missing.length === 0 || url === '*') continue;
    const error = new ApiError(405, [{ code: 'method.not_allowed', title: 'The path has no such method' }], {
      allow: [...known].sort().join(', '),
    });
    fastify.route({
      url,
      method: missing,
      onRequest: (_request, _reply, done) => done(error),
      handler: () => undefined,
    });
  }
}
