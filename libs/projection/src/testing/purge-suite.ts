import type { Sql } from '@tessera/postgres';

/** Tells a purge from what else is written: it compares positions with those of erasures. */
const PURGES = /< erasure\.position/;

/**
 * What every store of personal values must do: look for rows to purge where a profile that it writes of was ever erased, and only there.
 * @param write writes rows of the profile `anna`
 * @param statements in how many the store purges, where it finds nothing
 */
export function describePurge(name: string, write: (sql: Sql) => Promise<void>, statements: number): void {
  describe(`the store of ${name}`, () => {
    it('looks for no rows to purge where nobody was erased', async () => {
      expect(await purgesOf(write, [])).toHaveLength(0);
    });

    it('looks for those of a profile that was erased', async () => {
      const purges = await purgesOf(write, ['anna']);
      expect(purges.map(({ values }) => values)).toEqual(Array.from({ length: statements }, () => [['anna']]));
    });
  });
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

async function purgesOf(write: (sql: Sql) => Promise<void>, erased: readonly string[]): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  await write({
    query: <Row>(text: string, values: readonly unknown[] = []) => {
      statements.push({ text, values });
      return Promise.resolve(answerTo(text, erased) as readonly Row[]);
    },
  });
  return statements.filter(({ text }) => PURGES.test(text));
}

function answerTo(text: string, erased: readonly string[]): readonly unknown[] {
  return /^SELECT .* FROM erasure /.test(text) ? erased.map((profile_id) => ({ profile_id })) : [];
}
