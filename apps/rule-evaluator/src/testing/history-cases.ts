import type { RowOf, SliceOutcome, SliceRows, SliceTransaction, StateRow, Stored } from '../ports';
import { pastOf, sessionOf } from './states';

/** Slices of a store under test. */
export interface Slices {
  /** Writes in a slice that leaves no more than these. */
  readonly write: (states: readonly Stored[], left?: Partial<SliceRows & SliceOutcome>) => Promise<void>;
  readonly reading: (row: StateRow) => Promise<Stored | undefined>;
  /** In a slice of another partition. */
  readonly inOther: <T>(work: (tx: SliceTransaction) => Promise<T>) => Promise<T>;
  /** A name that no other case has. */
  readonly subject: () => string;
}

/** What every Store must keep of a profile's past, and must forget of it. */
export function historyCases({ write, reading, inOther, subject }: Slices): void {
  it('gives the history of a profile newest first, after an instant, and not what was reopened', async () => {
    const profile = subject();
    await write([], pastOf(profile, [10n, 30n, 20n], [5n, 6n]));
    await write([], { reopened: [{ kind: 'session', application: 1n, id: `${profile} 20` }] });
    const row: RowOf<'history'> = { kind: 'history', application: 1n, profile };
    const [history] = await inOther((tx) => tx.history([{ row, sessionsAfter: 5n, eventsAfter: 5n }]));
    expect(history?.sessions.map(({ id, at }) => [id, at])).toEqual([
      [`${profile} 30`, 30n],
      [`${profile} 10`, 10n],
    ]);
    expect(history?.events).toEqual([{ type: 'visit', at: 6n, attributes: { page: 'x' } }]);
    expect([history?.sessionsTruncated, history?.eventsTruncated]).toEqual([false, false]);
  });

  it('gives the newest 1,000 sessions and 5,000 events, and says where older ones are left out', async () => {
    const profile = subject();
    await write([], pastOf(profile, instants(1_001), instants(5_001)));
    const row: RowOf<'history'> = { kind: 'history', application: 1n, profile };
    const windows = [1n, 0n].map((after) => ({ row, sessionsAfter: after, eventsAfter: after }));
    const histories = await inOther((tx) => tx.history(windows));
    const seen = histories.map(({ sessions, events, sessionsTruncated, eventsTruncated }) => ({
      sessions: [sessions.length, sessions.at(-1)?.at, sessionsTruncated],
      events: [events.length, events.at(-1)?.at, eventsTruncated],
    }));
    expect(seen).toEqual([
      { sessions: [1_000, 2n, false], events: [5_000, 2n, false] },
      { sessions: [1_000, 2n, true], events: [5_000, 2n, true] },
    ]);
  });

  it('forgets an erased profile: sessions, history and keys', async () => {
    const profile = subject();
    const own = sessionOf({ integrationId: `own ${profile}`, profileId: profile });
    const row = { kind: 'session', application: 1n, id: own.integrationId } as const;
    const closed = { application: 1n, profile, position: 1n, at: 10n, session: own };
    await write([{ kind: 'session', row, value: own, version: 1n }], { closedSessions: [closed] });
    await write([], { erasures: [{ profile, position: 2n }] });
    expect(await reading(row)).toMatchObject({ value: null });
    const history: RowOf<'history'> = { kind: 'history', application: 1n, profile };
    const [left] = await inOther((tx) => tx.history([{ row: history, sessionsAfter: 0n, eventsAfter: null }]));
    expect(left?.sessions).toEqual([]);
  });

  it('keeps what an erased profile does later in the same slice', async () => {
    const profile = subject();
    const own = sessionOf({ integrationId: `back ${profile}`, profileId: profile });
    const row = { kind: 'session', application: 1n, id: own.integrationId } as const;
    const later: Stored = { kind: 'session', row, value: own, version: 3n };
    await write([later], { erasures: [{ profile, position: 2n }] });
    expect(await reading(row)).toEqual(later);
  });
}

/** 1, 2 and so on. */
function instants(count: number): bigint[] {
  return Array.from({ length: count }, (_, index) => BigInt(index + 1));
}
