import { type History, type Row, rowKey } from '@tessera/promotion';
import { Loader } from './loader';
import { type HistoryWanted, type RowOf, type StateReader, type StateRow } from './ports';
import { historyWantedFrom } from './prepare';
import { WorkingCopy } from './working-copy';

const DAY = 86_400_000n;
const AT = 1_000n * DAY;

const days = (count: bigint | null) => ({
  milliseconds: count === null ? null : count * DAY,
  fields: new Set<string>(),
});

function past(sessions: bigint | null | undefined, events?: bigint | null): RowOf<'history'> {
  const need = {
    sessions: sessions === undefined ? null : days(sessions),
    events: events === undefined ? null : days(events),
  };
  return { kind: 'history', application: 1n, profile: 'ann', need };
}

const NOTHING: StateReader = {
  read: () => Promise.resolve([]),
  couponRows: () => Promise.resolve([]),
  due: () => Promise.resolve([]),
  history: () => Promise.resolve([]),
};

const clock = { now: () => AT, sleep: () => Promise.resolve() };

/** What is read of the past when these rows are asked for one after the other, in days. */
async function read(...rows: readonly RowOf<'history'>[]): Promise<unknown[]> {
  const asked: HistoryWanted[] = [];
  const reader: StateReader = {
    ...NOTHING,
    history: (wanted) => {
      asked.push(...wanted);
      return Promise.resolve(wanted.map(loaded));
    },
  };
  const base = { reader, lock: null, copy: new WorkingCopy(), clock, lockAtOnce: new Set<string>() } as const;
  const loader = new Loader({ ...base, historyWanted: historyWantedFrom(AT) });
  for (const row of rows) await loader.load([row]);
  return asked.map(({ sessionsAfter, eventsAfter }) => [back(sessionsAfter), back(eventsAfter)]);
}

const back = (after: bigint | null) => (after === null || after === -1n ? after : (AT - after) / DAY);

function loaded({ sessionsAfter, eventsAfter }: HistoryWanted): History {
  return { sessions: [], events: [], sessionsTruncated: false, eventsTruncated: false, sessionsAfter, eventsAfter };
}

describe('the past of a profile', () => {
  it('is read as far back as a decision asks', async () => {
    expect(await read(past(7n))).toEqual([[7n, null]]);
    expect(await read(past(undefined, null))).toEqual([[null, -1n]]);
  });

  it('is read again where another decision of the slice looks further, and what the first one saw stays', async () => {
    expect(await read(past(30n), past(7n, 90n))).toEqual([
      [30n, null],
      [30n, 90n],
    ]);
    expect(await read(past(7n), past(null), past(30n, 1n))).toEqual([
      [7n, null],
      [-1n, null],
      [-1n, 1n],
    ]);
  });
});

describe('a row that an earlier try found to be written', () => {
  const coupon: StateRow = { kind: 'coupon', application: 1n, canonical: 'CODE' };
  const byId: Row = { kind: 'couponId', application: 1n, id: 7n };
  const counter: StateRow = { kind: 'counter', application: 1n, counter: 'uses' };

  /** What is locked when all are asked for at once, by keys that are known to be written. */
  async function locked(written: readonly Row[]): Promise<readonly StateRow[]> {
    const rows: StateRow[] = [];
    const lock = (asked: readonly StateRow[]) => {
      rows.push(...asked);
      return Promise.resolve([]);
    };
    const reader = { ...NOTHING, couponRows: () => Promise.resolve([coupon as RowOf<'coupon'>]) };
    const lockAtOnce = new Set(written.map(rowKey));
    const base = { reader, lock, copy: new WorkingCopy(), clock, lockAtOnce };
    const loader = new Loader({ ...base, historyWanted: historyWantedFrom(AT) });
    await loader.find([byId]);
    await loader.load([counter, byId]);
    return rows;
  }

  it('is locked at once, in order, a coupon also where only its id is asked for', async () => {
    expect(await locked([])).toEqual([]);
    expect(await locked([counter])).toEqual([counter]);
    expect(await locked([counter, byId])).toEqual([coupon, counter]);
  });
});
