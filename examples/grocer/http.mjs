/** A client that knows its base and its authorization; anything but 2xx is an error that carries the answer. */
export function client(base, authorization) {
  return async (method, path, body, headers = {}) => {
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
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { body: text ? JSON.parse(text) : undefined, headers: answer.headers };
  };
}

/** The rows of a list, a page of 1,000 after the other. */
export async function* rowsAt(call, path, filter = {}) {
  for (let cursor = ''; cursor !== undefined;) {
    const query = new URLSearchParams({ ...filter, pageSize: '1000', ...(cursor && { cursor }) });
    const { body } = await call('GET', `${path}?${query}`);
    yield* body.data;
    cursor = body.cursor ?? undefined;
  }
}

/** Runs `work` over the items, at most `width` at a time; the first error ends it. */
export async function inParallel(items, width, work) {
  const rest = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
