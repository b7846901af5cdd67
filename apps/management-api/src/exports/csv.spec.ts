import { text } from 'node:stream/consumers';
import { csvInstant, csvOf, type CsvRow } from './csv';

async function* rows(...all: (CsvRow | Error)[]): AsyncGenerator<CsvRow> {
  for (const row of all) {
    if (row instanceof Error) throw row;
    yield await Promise.resolve(row);
  }
}

const csv = (...all: (CsvRow | Error)[]) => text(csvOf(['name', 'props'], rows(...all)));

describe('an export', () => {
  it('has a header line, and a line for each row with what is there', async () => {
    expect(await csv({ name: 'a', props: { b: [1, 'c"d'] }, more: 'x' }, { name: true })).toBe(
      'name,props\na,"{""b"":[1,""c\\""d""]}"\ntrue,\n',
    );
    expect(await csv()).toBe('name,props\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('gives no formula to a spreadsheet: %j', async (name) => {
    expect(await csv({ name })).toMatch(/^name,props\n"?'/);
  });

  it('breaks off where its rows do', async () => {
    await expect(csv({ name: 'a' }, new Error('gone'))).rejects.toThrow('gone');
  });

  it('shows instants to people or to spreadsheets', () => {
    expect(csvInstant('2026-07-15T12:00:00.123Z', 'ISO8601')).toBe('2026-07-15T12:00:00.123Z');
    expect(csvInstant('2026-07-15T12:00:00.123Z', 'excel')).toBe('2026-07-15 12:00:00');
  });
});
