import { eventually } from '@tessera/testing';
import { randomUUID } from 'node:crypto';

/** An answer of one of the APIs; a test says what it expects of the body. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON object whose fields the test asserts on. */
export interface Shape {
  readonly [field: string]: unknown;
}

/** Makes one call and gives whatever is answered. */
export type Call = <T = Shape>(method: string, path: string, options?: CallOptions) => Promise<Answer<T>>;

/** A client that knows its base and its authorization. */
export function client(base: string, authorization: string): Call {
  return async <T>(method: string, path: string, { body, headers = {} }: CallOptions = {}) => {
    const answer = await fetch(base + path, {
      method,
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: answer.status, body: parsed as T, headers: answer.headers };
  };
}

/** The answer of a call that has to succeed. Throws Error with what was answered instead. */
export async function succeeded<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await call;
  if (answer.status < 300) return answer;
  throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
}

/**
 * Sends a write with a key of its own until it is decided: where nothing was recorded (503), or nobody knows what became
 * of it (504), sending it again with the same key is safe. So the API promises, and so a busy machine fails no test.
 */
export async function decided<T = Shape>(
  call: Call,
  method: string,
  path: string,
  body: unknown,
  key: string = randomUUID(),
): Promise<Answer<T>> {
  for (;;) {
    const answer = await call<T>(method, path, { body, headers: { 'idempotency-key': key } });
    if (answer.status !== 503 && answer.status !== 504) return answer;
  }
}

/** The first answer that does not say of itself that it may be stale, as reads may on a busy machine: it must be right. */
export function fresh<T>(read: () => Promise<Answer<T>>): Promise<Answer<T>> {
  return eventually(async () => {
    const answer = await read();
    return answer.headers.get('x-tessera-stale') === 'true' ? undefined : answer;
  });
}

/** Runs `work` over the items, at most `width` at a time, and gives its results in their order. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
