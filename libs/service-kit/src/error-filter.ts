import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error';
import type { Logger } from './logger';

/** What Nest and Fastify refuse by themselves, in our words. */
const REFUSED: Readonly<Record<number, readonly [code: string, title: string]>> = {
  400: ['request.invalid', 'The request cannot be read'],
  403: ['role.forbidden', 'The role does not allow this'],
  404: ['path.unknown', 'There is nothing at this path'],
  413: ['body.too_large', 'The body is larger than allowed'],
  415: ['content_type.unsupported', 'The content type must be application/json'],
};

/** Turns whatever a request throws into the one error body. Only what nobody expected is logged, and never shown. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = toApiError(thrown);
    if (error.status >= 500) this.report(thrown, error, request);
    if (reply.sent) return;
    sendError(reply, error, request.id);
  }

  private report(thrown: unknown, error: ApiError, request: FastifyRequest): void {
    const err = thrown === error ? error.cause : thrown;
    const line = { requestId: request.id, method: request.method, route: request.routeOptions.url, err };
    if (error.status === 500) this.logger.error(line, 'a request failed');
    else this.logger.warn({ ...line, code: error.errors[0]?.code }, error.message);
  }
}

/** Any thrown thing as an ApiError; a 500 tells nobody but the log about its cause. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const status = statusOf(thrown);
  const [code, title] = REFUSED[status] ?? [status < 500 ? 'request.refused' : 'internal', 'The request failed'];
  return Object.assign(ApiError.of(status, code, title), { cause: thrown });
}

/** Sends the one error body; a connection whose body was not read to its end is closed. */
export function sendError(reply: FastifyReply, error: ApiError, requestId: string): void {
  if (error.status === 413) void reply.header('connection', 'close');
  void reply.status(error.status).headers(error.headers).send(error.toBody(requestId));
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = thrown instanceof Error && 'statusCode' in thrown ? Number(thrown.statusCode) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
