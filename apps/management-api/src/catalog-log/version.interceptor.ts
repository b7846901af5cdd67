import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { actorOf } from '../auth/actor';

/** The answer to a write says which catalog version has it; `X-Tessera-Min-Catalog` of the Integration API waits for it. */
const CATALOG_HEADER = 'x-tessera-catalog';

@Injectable()
export class VersionInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      tap(() => {
        const version = actorOf(http.getRequest<FastifyRequest>())?.wrote;
        if (version) void http.getResponse<FastifyReply>().header(CATALOG_HEADER, version.toString());
      }),
    );
  }
}
