import type { Sql } from '@tessera/postgres';
import type { EventRow } from './events';
import { write } from './store';

/** What is written for an event of a profile, where these profiles were erased before. */
async function statementsFor(erased: readonly string[]): Promise<readonly string[]> {
  const statements: string[] = [];
  const query = (text: string) => {
    statements.push(text);
    return Promise.resolve(text.includes('FROM erasure') ? erased.map((profile_id) => ({ profile_id })) : []);
  };
  const events = [{ profileId: 'anna' } as EventRow];
  await write({ query } as unknown as Sql, { movements: [], events, profiles: [], erasures: [] });
  return statements;
}

it.each([
  ['reads no events where nobody was erased', [], 0],
  ['looks for sealed values of somebody who was erased', ['anna'], 1],
] as const)('%s', async (_, erased, reads) => {
  const statements = await statementsFor(erased);
  expect(statements.filter((text) => text.includes('FROM event'))).toHaveLength(reads);
});
