/** An address is not to be longer than servers take. */
const QUERY_LENGTH = 6_000;
const QUERY_IDS = 1_000;

/** Ids that integrations chose, each once, in lists that fit into a query as JSON; empty ids name nobody. */
export function idLists(ids: Iterable<string>): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const id of new Set(ids)) {
    if (id === '') continue;
    const length = encodeURIComponent(JSON.stringify(id)).length + 1;
    const last = parts.at(-1);
    if (last && length <= room && last.length < QUERY_IDS) {
      last.push(id);
      room -= length;
    } else {
      parts.push([id]);
      room = QUERY_LENGTH - length;
    }
  }
  return parts;
}
