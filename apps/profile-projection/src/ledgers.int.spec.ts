import { type StoredEntry, storedEntry, storedLedger } from '@tessera/api-contracts';
import { requestKey } from '@tessera/event-contracts';
import { connectDatabase, Cursors, inTransaction, migrate } from '@tessera/postgres';
import { asPartitions, describeFold } from '@tessera/projection/testing';
import type { Request } from '@tessera/promotion';
import {
  campaign,
  cancel,
  close,
  effect,
  item,
  ledgerOpened,
  loyaltyProgram,
  pointsAdded,
  pointsDeducted,
  returned,
  rule,
  SHOP,
  Shop,
} from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { database } from './database';
import { fold } from './fold';
import { LedgerQueries } from './ledger.queries';
import { write } from './profile.store';

const STARS = 5n;
const { databaseUrl } = services();

const visit = (session: string, profileId: string) => close(session, { profileId, cartItems: [item('tea', 400, 2)] });

const requests: readonly Request[] = [
  visit('s1', 'ann'),
  visit('s2', 'ben'),
  pointsAdded(STARS, 'ann', 500n, { subledger: 'bonus', name: 'by hand' }),
  pointsDeducted(STARS, 'ann', 300n),
  pointsAdded(STARS, 'ben', 70n, { importId: 12n }),
  returned('s2', { 0: 1 }),
  cancel('s1'),
  ledgerOpened(STARS, 'ben', [{ points: 30n, start: null, expiry: null }], { spent: 9n, importId: 13n }),
  ledgerOpened(STARS, 'ben', [{ points: 20n, start: null, expiry: null }], { spent: 8n, importId: 14n }),
];

const earning = effect('addLoyaltyPoints', { name: 'tea', programId: STARS, value: 'session.total' });

function decide(shop: Shop, request: Request) {
  return { ...shop.when(request), application: SHOP, key: requestKey(SHOP, request) };
}

function decided() {
  const shop = new Shop([loyaltyProgram(STARS), ...campaign(1n, [rule('true', [earning])])]);
  return requests.map((request) => decide(shop, request));
}

describeFold('points', {
  database: database({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: uniqueName() }),
  write: (sql, records) => write(sql, fold(records)),
  tables: {
    ...{ erasure: 'profile_id', profile: 'integration_id', activity: 'application, profile_id' },
    ...{ ledger: 'program, profile_id', ledger_entry: 'id' },
  },
  partitions: () => asPartitions(decided(), 3),
});

describe('ledgers', () => {
  const settings = database({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: uniqueName() });
  let dataSource: DataSource;
  let queries: LedgerQueries;

  beforeAll(async () => {
    await migrate(settings);
    dataSource = await connectDatabase(settings);
    queries = new LedgerQueries(dataSource, new Cursors('secret'));
    await inTransaction(dataSource, (sql) => write(sql, fold(asPartitions(decided(), 1).flat())));
  });

  afterAll(async () => {
    await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
    await dataSource.destroy();
  });

  const entries = async (filter = {}): Promise<StoredEntry[]> => {
    const { data } = await queries.entries(String(STARS), 'ann', filter);
    return data.map((one) => storedEntry.parse(one));
  };

  const sumsAt = (program: string, at: number) =>
    queries.sums(program, { at: String(at), zone: 'UTC', joinPolicy: 'points_earned' });

  it('are as they were decided last', async () => {
    const { ledger } = await queries.one(String(STARS), 'ben');
    expect(storedLedger.parse(ledger)).toMatchObject({
      profileId: 'ben',
      subledgers: [{ lots: [{ points: 400n }, { points: 70n }, { points: 20n }], spent: 8n, opening: { spent: 8n } }],
    });
    const all = await queries.list(String(STARS), {});
    expect(all.data.map((one) => storedLedger.parse(one).profileId)).toEqual(['ann', 'ben']);
  });

  it('are added up as they stand at an instant, those that pay what they owe apart', async () => {
    const nobody = { program: '88', joined: null, settled: 10, tierExpiry: null };
    const own = { id: '', spent: 1, expired: 2, negative: 0, tier: null };
    const lot = (points: number, start: number, expiry: number | null) => {
      return { transactionUUID: 'u', name: '', points, start, expiry, validity: null };
    };
    const lots = [lot(100, 5, null), lot(20, 20, null), lot(3, 5, 20), lot(4, 5, 21)];
    const states = {
      ann: {
        ...nobody,
        profileId: 'ann',
        subledgers: [
          { ...own, lots },
          { ...own, id: 'more', lots: [] },
        ],
      },
      ben: { ...nobody, profileId: 'ben', subledgers: [{ ...own, negative: 7, lots: [lot(50, 15, null)] }] },
    };
    for (const [profile, state] of Object.entries(states))
      await dataSource.query('INSERT INTO ledger VALUES (88, $1, 1, $2)', [profile, JSON.stringify(state)]);
    const sums = { members: 2, active: 107, pending: 70, spent: 3, expired: 6, negative: 7 };
    expect(await sumsAt('88', 14)).toMatchObject({ sums, owing: [] });
    expect(await sumsAt('88', 20)).toMatchObject({
      sums: { members: 1, active: 124, pending: 0, spent: 2, expired: 7, negative: 0 },
      owing: [states.ben],
    });
    expect(await sumsAt('89', 20)).toMatchObject({ sums: { members: 0, active: 0, negative: 0 }, owing: [] });
    await dataSource.query('DELETE FROM ledger WHERE program = 88');
  });

  it('of nobody are refused, of a profile without points empty', async () => {
    await expect(queries.one(String(STARS), 'cleo')).rejects.toThrow('There is no such customer profile');
    expect(await queries.one('77', 'ann')).toEqual({ ledger: null });
  });

  it('show what happened, in order, and filtered, of a profile or of all', async () => {
    expect((await entries()).map(({ kind, points }) => `${kind} ${points}`)).toEqual([
      'added 800',
      'added 500',
      'deducted 300',
      'takenBack 500',
    ]);
    expect((await entries({ type: 'manual' })).map(({ name }) => name)).toEqual(['by hand', '']);
    expect(await entries({ type: 'session', kinds: 'added,deducted' })).toHaveLength(1);
    expect(await entries({ subledger: 'bonus' })).toHaveLength(1);
    expect(await entries({ sessionIds: 's1,s9', kinds: 'takenBack' })).toMatchObject([{ sessionId: 's1' }]);
    const imported = await queries.entries(String(STARS), 'ben', { type: 'import' });
    expect(imported.data.map((one) => storedEntry.parse(one))).toMatchObject([
      { kind: 'added', points: 70n, importId: 12n },
      { kind: 'opened', points: 30n, importId: 13n },
      { kind: 'takenBack', points: 10n, importId: 14n },
    ]);
    const { data } = await queries.entries(String(STARS), undefined, { kinds: 'added', sort: '-id' });
    const all = data.map((one) => storedEntry.parse(one));
    expect(all.map(({ profileId, points }) => [profileId, points])).toEqual([
      ['ben', 70n],
      ['ann', 500n],
      ['ben', 800n],
      ['ann', 800n],
    ]);
    const [first] = await entries();
    expect(await entries({ transactionUuids: first?.transactionUUID, kinds: 'added' })).toEqual([first]);
  });
});

describe('the day of an instant', () => {
  const WAITING = 6n;
  const MIDNIGHT_IN_BERLIN = Date.UTC(2026, 2, 1, 23);
  const HOUR = 3_600_000;
  const settings = database({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: uniqueName() });
  let dataSource: DataSource;

  /** Yesterday ann joins; today ben does. */
  function twoDays() {
    const waiting = { programJoinPolicy: 'points_activated', defaultPending: '1D' };
    const later = effect('addLoyaltyPoints', { name: 'tea', programId: WAITING, value: 'session.total' });
    const paying = effect('deductLoyaltyPoints', { name: 'tea', programId: STARS, value: 'session.total' });
    const rules = [rule('session.total > 5.0', [earning, later]), rule('session.total < 5.0', [paying])];
    const shop = new Shop([loyaltyProgram(STARS), loyaltyProgram(WAITING, waiting), ...campaign(1n, rules)]);
    const pays = close('s3', { profileId: 'ann', cartItems: [item('tea', 200, 1)] });
    const yesterday = [visit('s1', 'ann'), pointsAdded(STARS, 'ann', 500n)];
    const today = [
      visit('s2', 'ben'),
      pointsAdded(STARS, 'ben', 70n, { importId: 12n }),
      pointsDeducted(STARS, 'ann', 300n),
      pays,
    ];
    const undone = [cancel('s2'), ledgerOpened(STARS, 'ben', [{ points: 30n, start: null, expiry: null }])];
    shop.at(BigInt(MIDNIGHT_IN_BERLIN - 1));
    const before = yesterday.map((request) => decide(shop, request));
    shop.at(BigInt(MIDNIGHT_IN_BERLIN));
    return [...before, ...[...today, ...undone].map((request) => decide(shop, request))];
  }

  beforeAll(async () => {
    await migrate(settings);
    dataSource = await connectDatabase(settings);
    await inTransaction(dataSource, (sql) => write(sql, fold(asPartitions(twoDays(), 1).flat())));
  });

  afterAll(async () => {
    await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
    await dataSource.destroy();
  });

  const dayOf = async (program: bigint, at: number, { zone = 'Europe/Berlin', joinPolicy = 'points_earned' } = {}) => {
    const queries = new LedgerQueries(dataSource, new Cursors('secret'));
    return (await queries.sums(String(program), { at: String(at), zone, joinPolicy })).day;
  };
  const nothing = { members: 0, earnedByHand: 0, earnedByRules: 0, spentByHand: 0, spentByRules: 0 };
  const first = { ...nothing, members: 1, earnedByHand: 500, earnedByRules: 800 };
  const second = { members: 1, earnedByHand: 70, earnedByRules: 800, spentByHand: 300, spentByRules: 200 };

  it('has what was added and deducted by hand and by rules, and who joined, up to it', async () => {
    expect(await dayOf(STARS, MIDNIGHT_IN_BERLIN - 1)).toEqual(first);
    expect(await dayOf(STARS, MIDNIGHT_IN_BERLIN)).toEqual(second);
    expect(await dayOf(STARS, MIDNIGHT_IN_BERLIN + 24 * HOUR - 1)).toEqual(second);
    expect(await dayOf(STARS, MIDNIGHT_IN_BERLIN + 24 * HOUR)).toEqual(nothing);
    expect(await dayOf(77n, MIDNIGHT_IN_BERLIN)).toEqual(nothing);
  });

  it('is that of the time zone', async () => {
    const both = { members: 2, earnedByHand: 570, earnedByRules: 1600, spentByHand: 300, spentByRules: 200 };
    expect(await dayOf(STARS, MIDNIGHT_IN_BERLIN, { zone: 'UTC' })).toEqual(both);
    expect(await dayOf(STARS, MIDNIGHT_IN_BERLIN + HOUR, { zone: 'UTC' })).toEqual(nothing);
  });

  it('knows who joins with the first active points, before that is booked', async () => {
    const joined = async (at: number) => dayOf(WAITING, at, { joinPolicy: 'points_activated' });
    expect(await joined(MIDNIGHT_IN_BERLIN)).toMatchObject({ members: 0, earnedByRules: 800 });
    expect(await joined(MIDNIGHT_IN_BERLIN + 24 * HOUR - 1)).toMatchObject({ members: 1, earnedByRules: 800 });
    expect(await joined(MIDNIGHT_IN_BERLIN + 25 * HOUR)).toMatchObject({ members: 0, earnedByRules: 0 });
  });
});
