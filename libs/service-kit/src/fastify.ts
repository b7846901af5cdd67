import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error';
import { sendError } from './error-filter';
import { BODY_LIMIT_BYTES, parseJson } from './json-body';

/** Longer than any id that is allowed, percent-encoded: the route answers with the rule, not the router with 404. */
const MAX_PARAM_LENGTH = 16_384;

/** A body has to arrive in this time; a sender that drips bytes would hold a connection for ever. */
const BODY_TIMEOUT_MS = 30_000;

/** Fastify as every service of the cluster runs it. */
export function serviceAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    forceCloseConnections: 'idle',
    frameworkErrors: refusePath,
    clientErrorHandler: refuseConnection,
    // No Nest middleware is used; middie would cost each request a loop.
    skipMiddie: true,
  });
}

const PATH_ERRORS: Readonly<Record<string, { code: string; title: string }>> = {
  FST_ERR_BAD_URL: { code: 'path.encoding', title: 'The path is not valid percent-encoding' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'id.length', title: 'An id in the path is too long' },
};

/** The router's own errors never reach a route, and so no filter. */
function refusePath(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { code, title } = PATH_ERRORS[error.code] ?? { code: 'request.invalid', title: 'The request cannot be read' };
  sendError(reply, ApiError.invalid(code, title), request.id);
}

/** What every request goes through, before any route is known. */
export function guardRequests(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      assertUtf8(request);
      bodies.set(request, body);
      // Some clients name the type of a body that they do not send; who needs one says so.
      done(null, body.length === 0 ? undefined : parseJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done(addressError(request) ?? encodingError(request));
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.headers['content-type']?.startsWith('application/json')) limitTime(request);
    done(null, payload);
  });
}

/** The JSON body's bytes as they arrived, for a hash or a signature; undefined where there was no body. */
export function bodyBytes(request: FastifyRequest): Buffer | undefined {
  return bodies.get(request);
}

const bodies = new WeakMap<FastifyRequest, Buffer>();

/** PostgreSQL cannot keep NUL, wherever in an address it stands; in a body `parseJson` looks for it. */
function addressError({ url }: FastifyRequest): ApiError | undefined {
  return url.includes('%00') ? ApiError.invalid('string.control', 'An address may not contain NUL') : undefined;
}

function encodingError(request: FastifyRequest): ApiError | undefined {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return undefined;
  return ApiError.of(415, 'content_encoding.unsupported', 'A body may not be compressed');
}

function assertUtf8(request: FastifyRequest): void {
  const charset = /charset=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase();
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') return;
  throw ApiError.of(415, 'content_type.unsupported', 'The character set must be UTF-8');
}

function limitTime({ raw }: FastifyRequest): void {
  if (raw.complete) return;
  const timer = setTimeout(() => raw.destroy(), BODY_TIMEOUT_MS).unref();
  const arrived = () => clearTimeout(timer);
  raw.once('end', arrived).once('close', arrived);
}

/** A connection whose bytes are not HTTP never becomes a request; it still gets the one error body. */
function refuseConnection(this: FastifyInstance, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const body = JSON.stringify(ApiError.of(status, 'http.malformed', 'This is not HTTP').toBody(randomUUID()));
  const head = `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
}
