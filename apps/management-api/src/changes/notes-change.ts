import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Clock, toApiError } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import { catchError, mergeMap, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { type Actor, actorOf } from '../auth/actor';
import { ChangeEntity } from './change.entity';
import { noteChange, storable } from './note-change';

const ID = /^[1-9]\d{0,14}$/;

type Request = FastifyRequest<{ Params: { applicationId?: string } }>;

/**
 * For writes that others decide: they are noted before they are asked for, so that nothing happens that nobody noted. What is
 * refused did not happen; where the outcome is not known, the note stays.
 */
@Injectable()
export class NotesChange implements NestInterceptor {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const actor = actorOf(request);
    if (actor === undefined) throw new Error('a change that nobody makes cannot be noted');
    const id = await this.note(request, actor);
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.complete(id, request, actor, answer);
        return answer;
      }),
      catchError(async (error: unknown) => {
        if (didNothing(error)) await this.dataSource.manager.delete(ChangeEntity, { id });
        throw error;
      }),
    );
  }

  private note(request: Request, actor: Actor): Promise<string> {
    const { applicationId = '' } = request.params;
    const asked = askedIn(request);
    return noteChange(this.dataSource.manager, actor, {
      at: new Date(Number(this.clock.now())),
      application: ID.test(applicationId) ? BigInt(applicationId) : 0n,
      entity: (request.url.split('?', 1)[0] ?? '').replace(/^\/v1/, ''),
      ...(asked && { new: asked }),
    });
  }

  /** With what it was, and what became of it, where that is known. */
  private async complete(id: string, request: Request, { before }: Actor, answer: unknown): Promise<void> {
    const after = request.method === 'DELETE' ? undefined : afterOf(request, before, answer);
    const states = { ...(before && { old: storable(before) }), ...(after && { new: storable(after) }) };
    if (Object.keys(states).length > 0) await this.dataSource.manager.update(ChangeEntity, { id }, states as object);
  }
}

/** The body, or, where there is none, which ones are meant. */
function askedIn({ body, query }: Request): object | undefined {
  if (isObject(body)) return body;
  return isObject(query) && Object.keys(query).length > 0 ? query : undefined;
}

/** The entity as it is now; of a file how much of it was taken. */
function afterOf({ body }: Request, before: object | undefined, answer: unknown): object | undefined {
  if (!isObject(answer)) return undefined;
  if (before !== undefined) return answer;
  return isObject(body) ? undefined : { ...answer, rows: undefined };
}

function didNothing(error: unknown): boolean {
  const { status } = toApiError(error);
  return status < 500 || status === 503;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}
