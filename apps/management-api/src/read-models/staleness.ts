import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Observable } from 'rxjs';

export const STALE_HEADER = 'x-tessera-stale';

/**
 * Says by `X-Tessera-Stale: true` that an answer was made of rows which may be older than what was written here; also of the
 * answer that there is nothing.
 */
@Injectable()
export class Staleness implements NestInterceptor {
  private readonly replies = new AsyncLocalStorage<FastifyReply>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return new Observable((subscriber) => this.replies.run(reply, () => next.handle().subscribe(subscriber)));
  }

  /** Notes what a read model answered, for the request that is being served. */
  note(answer: Response): void {
    if (answer.headers.get(STALE_HEADER) === 'true') void this.replies.getStore()?.header(STALE_HEADER, 'true');
  }
}
