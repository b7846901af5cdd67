import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error';

/** An operation of an API that this product follows and does not have. */
export interface AbsentOperation {
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly reason: string;
}

/** Makes what is not there a 501 that says why. What the service does serve stays, whatever the list says. */
export function refuseAbsent(
  fastify: FastifyInstance,
  methods: ReadonlyMap<string, ReadonlySet<string>>,
  absent: readonly AbsentOperation[],
): void {
  for (const { method, path, reason } of absent) {
    const url = path.replace(/\{(\w+)\}/g, ':$1');
    const known = [...methods].find(([other]) => shapeOf(other) === shapeOf(url));
    if (known?.[1].has(method)) continue;
    const error = ApiError.of(501, 'operation.absent', 'There is no such operation here', reason);
    fastify.route({
      // Names of parameters may differ; a path has one name for them.
      url: known?.[0] ?? url,
      method,
      onRequest: (_request, _reply, done) => done(error),
      handler: () => undefined,
    });
  }
}

const shapeOf = (url: string): string => url.replace(/:[^/]+/g, ':');
