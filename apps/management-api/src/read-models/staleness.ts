import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Observable, tap } from 'rxjs';

export const STALE_HEADER = 'x-tessera-stale';

/** Says by `X-Tessera-Stale: true` that an answer was made of rows which may be older than what was written here. */
@Injectable()
export class Staleness implements NestInterceptor {
  private readonly requests = new AsyncLocalStorage<{ stale: boolean }>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = { stale: false };
    const handled = new Observable((subscriber) =>
      this.requests.run(request, () => next.handle().subscribe(subscriber)),
    );
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return handled.pipe(
      tap(() => {
        if (request.stale) void reply.header(STALE_HEADER, 'true');
      }),
    );
  }

  /** Notes what a read model answered, for the request that is being served. */
  note(answer: Response): void {
    const request = this.requests.getStore();
    if (request && answer.headers.get(STALE_HEADER) === 'true') request.stale = true;
  }
}
