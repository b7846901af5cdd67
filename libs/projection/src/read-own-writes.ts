import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { decodeReadToken } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { Projection, type Sequenced } from './projection';

const TOKEN_HEADER = 'x-tessera-token';
const STALE_HEADER = 'x-tessera-stale';
const WAIT_MS = 2000;

/**
 * Waits until the read model has what the caller's token names, two seconds at most, then answers with what is there and
 * says so by `X-Tessera-Stale: true`. A token that is none is a 400.
 */
@Injectable()
export class ReadOwnWrites implements NestInterceptor {
  constructor(private readonly projection: Projection<Sequenced>) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const header = http.getRequest<FastifyRequest>().headers[TOKEN_HEADER];
    if (typeof header === 'string' && !(await this.caughtUp(header))) {
      void http.getResponse<FastifyReply>().header(STALE_HEADER, 'true');
    }
    return next.handle();
  }

  private async caughtUp(header: string): Promise<boolean> {
    const positions = decodeReadToken(header);
    if (!positions) throw ApiError.invalid('token.invalid', 'This is not a token of ours');
    const waits = positions.map((one) => this.projection.waitFor(one.partition, one.decisionSeq, WAIT_MS));
    return (await Promise.all(waits)).every(Boolean);
  }
}
