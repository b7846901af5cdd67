import { applyDecorators, Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';

/** The transport of BatchStrategy: the second argument of @EventPattern. */
export const BATCH = Symbol('batch');

/** Nest turns an error of a handler into "Internal server error"; this passes the error itself on to the consumer. */
@Catch()
export class PassError implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * The method handles all records of a topic, batch by batch: `(records: readonly LogRecord[], context: BatchContext)`.
 * The same as `@EventPattern(topic, BATCH)`, and its errors keep their cause.
 */
export function BatchHandler(topic: string): MethodDecorator {
  return applyDecorators(EventPattern(topic, BATCH), UseFilters(PassError));
}
