import { setTimeout as sleep } from 'node:timers/promises';

const TOO_MANY = 429;

/**
 * A client that knows its base and its authorization. Told to come later, it does; anything else but 2xx is an error that
 * carries the answer.
 */
export function client(base, authorization) {
  return async function call(method, path, body, headers = {}) {
    const answer = await fetch(base + path, {
      method,
      headers: {
        ...(authorization && { authorization }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status === TOO_MANY) {
      await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1));
      return call(method, path, body, headers);
    }
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { body: text ? JSON.parse(text) : undefined, headers: answer.headers };
  };
}

/** Runs `work` over the items, at most `width` at a time; the first error ends it. */
export async function inParallel(items, width, work) {
  const rest = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
