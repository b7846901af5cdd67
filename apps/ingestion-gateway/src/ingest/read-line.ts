import { ingestLine, type IngestLine } from '@tessera/api-contracts';
import type { Request } from '@tessera/promotion';
import { ApiError, shapeReader } from '@tessera/service-kit';
import { randomUUID } from 'node:crypto';
import type { Caller } from '../auth/caller';
import { type Call, hashOf } from '../call/call';
import { isIdempotencyKey } from '../call/headers';
import { occurredAtOf } from '../call/occurred-at';
import { readEventBody, readProfileBody, readSessionBody } from '../convert/bodies';
import { eventRequest, profileRequest } from '../convert/profile';
import { assertValid, type Places } from '../convert/refusals';
import { sessionRequest } from '../convert/session';

const readShape = shapeReader(ingestLine);

/** A line as a request, with what its answer is to hold. */
export interface LineRequest {
  readonly call: Pick<Call, 'caller' | 'requestId' | 'keySent' | 'hash' | 'at'>;
  readonly request: Request;
  readonly places: Places;
  readonly content: readonly string[];
}

/** What a line's errors name, as soon as it is known. */
export interface LineId {
  requestId: string | null;
}

/**
 * Reads one line of POST /v1/ingest as its HTTP call would be read.
 * @param id is given the line's request id before anything is refused that comes after it
 * Throws ApiError with pointers into the line.
 */
export function readLine(value: unknown, id: LineId, caller: Caller, keepAnswer: boolean, now: bigint): LineRequest {
  const line = readShape(value);
  id.requestId = requestIdOf(line);
  const { request, places, content, occurredAt } = readBody(line, caller);
  assertValid(request, caller, places);
  const call = {
    caller,
    requestId: id.requestId,
    keySent: keepAnswer && line.requestId != null,
    hash: hashOf(line.type, line.id ?? '', JSON.stringify(line.body)),
    at: occurredAtOf(line.occurredAt ?? occurredAt, caller, now),
  };
  return { call, request, places, content };
}

function requestIdOf({ requestId }: IngestLine): string {
  if (requestId == null) return randomUUID();
  if (isIdempotencyKey(requestId)) return requestId;
  throw ApiError.invalid('idempotency.key', 'A request id has 1 to 255 printable ASCII characters', '/requestId');
}

interface Body {
  readonly request: Request;
  readonly places: Places;
  readonly content: readonly string[];
  readonly occurredAt: string | null | undefined;
}

function readBody(line: IngestLine, caller: Caller): Body {
  switch (line.type) {
    case 'session': {
      const { customerSession, responseContent, occurredAt } = within(() => readSessionBody(line.body));
      const request = within(() => sessionRequest(line.id ?? '', customerSession, caller, false));
      return { request, places: SESSION_LINE, content: responseContent ?? [], occurredAt };
    }
    case 'profile': {
      const body = within(() => readProfileBody(line.body));
      const request = profileRequest(line.id ?? '', body, caller, false);
      return { request, places: PROFILE_LINE, content: body.responseContent ?? [], occurredAt: body.occurredAt };
    }
    case 'event': {
      const body = within(() => readEventBody(line.body));
      const request = eventRequest({ ...body, profileId: body.profileId ?? line.id }, caller);
      return { request, places: EVENT_LINE, content: body.responseContent ?? [], occurredAt: body.occurredAt };
    }
  }
}

const ID = { pointer: '/id' };
const SESSION_LINE: Places = { prefix: '/body/customerSession', id: { pointer: '/sessionId', source: ID } };
const PROFILE_LINE: Places = { prefix: '/body', id: { pointer: '/profileId', source: ID } };
const EVENT_LINE: Places = PROFILE_LINE;

/** The body's own readers point into the body; a line holds it under `body`. */
function within<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const errors = error.errors.map((detail) => ({
      ...detail,
      source: { ...detail.source, pointer: `/body${detail.source?.pointer ?? ''}` },
    }));
    throw new ApiError(error.status, errors);
  }
}
