import { decisions, requestKey } from '@tessera/event-contracts';
import { RecordLate, RecordMissing } from '@tessera/kafka';
import { connectDatabase, inTransaction, migrate } from '@tessera/postgres';
import { type FoldedDecision, SubjectKeyTable } from '@tessera/projection';
import { asPartitions } from '@tessera/projection/testing';
import type { Catalog, Effect, Request } from '@tessera/promotion';
import {
  achievement,
  audience,
  campaign,
  cancel,
  close,
  coupons,
  decidedIn,
  effect,
  giveawayPool,
  giveaways,
  item,
  loyaltyProgram,
  profileUpdate,
  returned,
  rule,
  season,
  type SeasonDecision,
  seasonShop,
  Shop,
  SHOP,
  update,
} from '@tessera/promotion/testing';
import { dropSchema, services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { database } from '../database';
import { fold } from '../fold';
import { write } from '../store';
import { Explanations } from './explanations';
import { writeRowVersions } from './row-versions';

/** A shop with codes to give, stamps and points to collect, friends to bring, and rules that look at members and at the past. */
function keepsakes(): Shop {
  const notice = effect('showNotification', { title: 'hello' });
  const rules = [
    rule('true', [effect('awardGiveaway', { poolId: 5n })]),
    rule('true', [effect('increaseAchievementProgress', { achievementId: 6n })]),
    rule('campaign.achievements.stamps.completed', [notice]),
    rule("'vip' in profile.audiences", [notice]),
    rule("history.sessions.within('7d').count() >= 2", [notice]),
    rule('referral.valid', [notice]),
    rule('true', [effect('addLoyaltyPoints', { name: 'stars', programId: 9n, value: '10' })]),
    rule('profile.loyalty.program9.currentBalance >= 15', [
      effect('deductLoyaltyPoints', { name: 'spent', programId: 9n, value: '12' }),
    ]),
  ];
  const stamps = achievement(6n, 7n, 2, { name: 'stamps', recurrencePolicy: 'on_completion' });
  return new Shop([
    ...[giveawayPool(5n, 'tickets'), audience(8n, 'vip'), stamps, loyaltyProgram(9n)],
    ...campaign(7n, rules),
  ]);
}

/** More visits than there are codes, one of them cancelled, by somebody who joins an audience and somebody who does not. */
function visits(): Request[] {
  const cart = { cartItems: [item('tea', 450)] };
  return [
    giveaways(5n, ['G1', 'G2', 'G3', 'G4']),
    coupons(7n, ['COME'], { advocate: 'ben' }),
    profileUpdate('ben'),
    ...['anna', 'ben', 'anna'].map((profileId, index) => close(`early-${index}`, { profileId, ...cart })),
    cancel('early-0'),
    profileUpdate('anna', { joins: [8n] }),
    update('friend', { profileId: 'anna', referralCode: 'COME', ...cart }),
    close('friend'),
    ...['anna', 'ben', 'anna'].map((profileId, index) => close(`late-${index}`, { profileId, ...cart })),
  ];
}

/** A shop that asks its rules again when something comes back, and a visit that is given back piece by piece. */
function givenBack(): { readonly shop: Shop; readonly asked: Request[] } {
  const off = (value: string) => effect('setDiscount', { name: 'off', value });
  const rules = [
    rule('coupon.valid && session.total >= 80', [off('percent(session.total, 10)')], { title: 'much' }),
    rule('coupon.valid', [off('percent(session.total, 1)')], { title: 'any' }),
  ];
  const codes = coupons(7n, ['ONCE'], { usageLimit: 1n });
  const asked: Request[] = [
    codes,
    close('s', { profileId: 'anna', cartItems: [item('tea', 4500, 3)], couponCodes: ['ONCE'] }),
    returned('s', { 0: 1 }),
    returned('s', { 0: 1 }, true),
    { kind: 'CouponChangeReceived', couponId: 2n, settings: { ...codes.settings, usageLimit: 9n } },
    close('later', { profileId: 'anna', cartItems: [item('tea', 4500)], couponCodes: ['ONCE'] }),
    cancel('s'),
  ];
  return { shop: new Shop(campaign(7n, rules, { features: ['coupons'], reevaluateOnReturn: true })), asked };
}

/** The log as it would be if what the decision took back were a cent more. */
function oneCentMore(log: Partitions, id: string | undefined): Partitions {
  const more = (effect: Effect) =>
    effect.type === 'rollbackDiscount'
      ? { ...effect, props: { ...effect.props, value: (effect.props['value'] as bigint) + 1n } }
      : effect;
  return log.map((each) =>
    each.map((record) => {
      const { payload } = record;
      return record.id === id ? { ...record, payload: { ...payload, effects: payload.effects.map(more) } } : record;
    }),
  );
}

type Partitions = readonly (readonly FoldedDecision[])[];

/** As on a broker: beside the records markers take offsets. */
function asLogged(decided: readonly SeasonDecision[]): Partitions {
  return asPartitions(decided, 3).map((records) =>
    records.map((record, index) => ({ ...record, offset: BigInt(index * 2) })),
  );
}

const partitions = asLogged(season(requestKey));
const records = partitions.flat();

let dataSource: DataSource;
let explanations: Explanations;
let read: string[] = [];

/** Folds a log into a schema of its own, and explains what is in it. */
async function folded(
  log: Partitions,
  catalog: Catalog,
  lost?: Error,
): Promise<{ explanations: Explanations; dataSource: DataSource }> {
  const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });
  await migrate(settings);
  const own = await connectDatabase(settings);
  const reader = {
    read(partition: number, offset: bigint) {
      read.push(`${partition}/${offset}`);
      const record = log[partition]?.find((one) => one.offset === offset);
      if (lost !== undefined) return Promise.reject(lost);
      if (record === undefined) return Promise.reject(new RecordMissing(`${partition}/${offset}`));
      const place = { topic: decisions.name, partition, offset, key: null, timestamp: 0n, headers: {} };
      return Promise.resolve({ ...place, value: decisions.toWire(record) });
    },
  };
  const keys = new SubjectKeyTable(own, new Uint8Array(32));
  for (const each of log) {
    await inTransaction(own, async (sql) => {
      await write(sql, fold(each));
      await writeRowVersions(sql, each);
    });
  }
  cleanUp.push(async () => {
    await own.destroy();
    await dropSchema(settings.schema);
  });
  const catalogs = { at: () => Promise.resolve(catalog) };
  return { explanations: new Explanations({ dataSource: own, keys, reader, catalogs }), dataSource: own };
}

/** The ids of the decisions whose rules, asked again, do not give what is recorded. */
async function inexact(given: Explanations, log: Partitions): Promise<string[]> {
  const ids: string[] = [];
  for (const { id } of log.flat()) {
    const answer = (await given.of(SHOP, BigInt(id), null)) as { readonly exact: boolean };
    if (!answer.exact) ids.push(id);
  }
  return ids;
}

const cleanUp: (() => Promise<void>)[] = [];

beforeAll(async () => {
  ({ explanations, dataSource } = await folded(partitions, seasonShop().catalog));
});

afterAll(async () => {
  for (const each of cleanUp) await each();
});

beforeEach(() => {
  read = [];
});

describe('an explanation of a recorded event', () => {
  it('is exact for every decision of a season, from the log alone', async () => {
    expect(await inexact(explanations, partitions)).toEqual([]);
    expect(records.length).toBeGreaterThan(30);
  });

  it('is there for every event that is listed, also for what a decision created beside its subject', async () => {
    const listed = await dataSource.query<{ readonly id: string; readonly position: string }[]>(
      'SELECT id, position FROM event',
    );
    expect(listed.some(({ id, position }) => id !== position)).toBe(true);
    for (const { id, position } of listed) {
      const answer = await explanations.of(SHOP, BigInt(id), null);
      expect([id, answer]).toMatchObject([id, { position: Number(position), exact: true }]);
    }
  });

  it('is exact where rules read and write what customers keep', async () => {
    const shop = keepsakes();
    const log = asLogged(decidedIn(shop, visits(), requestKey));
    const types = new Set(log.flat().flatMap(({ payload }) => payload.effects.map(({ type }) => type)));
    expect(types).toEqual(
      new Set([
        'willAwardGiveaway',
        'awardGiveaway',
        'increaseAchievementProgress',
        'rollbackIncreasedAchievementProgress',
        'showNotification',
        'acceptReferral',
        'addLoyaltyPoints',
        'deductLoyaltyPoints',
        'rollbackAddedLoyaltyPoints',
      ]),
    );
    const own = await folded(log, shop.catalog);
    expect(await inexact(own.explanations, log)).toEqual([]);
  });

  it('says why a code was rejected, with what its rule saw then, although the coupon was used since', async () => {
    const rejected = records.find(({ payload }) => payload.effects.some(({ type }) => type === 'rejectCoupon'));
    const [effect] = rejected?.payload.effects ?? [];
    expect(await explanations.of(SHOP, BigInt(rejected?.id ?? 0), null)).toMatchObject({
      ...{ position: Number(rejected?.id), outcome: 'accepted', exact: true, truncated: false },
      campaigns: [
        {
          campaignId: 7,
          rules: [
            {
              ...{ couponValue: effect?.props['value'], outcome: 'notHeld', details: effect?.props['rejectionReason'] },
              condition: { text: 'coupon.valid', value: false },
              effects: [{ effectType: 'setDiscount', given: [], reason: 'the rule did not come to it' }],
            },
          ],
        },
      ],
    });
    expect(read.length).toBeLessThanOrEqual(7);
  });

  it('says of a return what rules saw of what was left, and compares what it took back', async () => {
    const { shop, asked } = givenBack();
    const log = asLogged(decidedIn(shop, asked, requestKey));
    const own = await folded(log, shop.catalog);
    expect(await inexact(own.explanations, log)).toEqual([]);
    const back = log
      .flat()
      .find(({ payload: { request } }) => request?.kind === 'SessionReturnReceived' && request.runRuleEngine);
    expect(back?.payload.effects.map(({ type, props }) => [type, props['value']])).toEqual([
      ['rollbackDiscount', 900n],
      ['rollbackDiscount', 45n],
    ]);
    const [much, any] = [
      { ruleName: 'much', outcome: 'notHeld' },
      { ruleName: 'any', outcome: 'given' },
    ];
    const reached = { effects: [{}, { given: [{ value: 0.45 }] }] };
    const seen = { condition: { parts: [{ value: true }, { text: 'session.total >= 80', value: false }] } };
    expect(await own.explanations.of(SHOP, BigInt(back?.id ?? 0), null)).toMatchObject({
      campaigns: [
        {
          campaignId: 7,
          rules: [
            { ...much, ...seen },
            { ...any, ...reached },
          ],
        },
      ],
    });
    const other = oneCentMore(log, back?.id);
    expect(await inexact((await folded(other, shop.catalog)).explanations, other)).toEqual([back?.id]);
  });

  it('reads of a busy past what the windows of the rules reach', async () => {
    const often = rule("history.sessions.within('10m').count() >= 2", [effect('showNotification', { title: 'again' })]);
    const shop = new Shop(campaign(7n, [often]));
    const cart = { profileId: 'anna', cartItems: [item('tea', 450)] };
    const closes = Array.from({ length: 120 }, (_, index) => close(`s${index}`, cart));
    const log = asLogged(decidedIn(shop, closes, requestKey));
    const last = log
      .flat()
      .find(({ payload: { request } }) => request?.kind === 'SessionUpdateReceived' && request.sessionId === 's119');
    const own = await folded(log, shop.catalog);
    expect(await own.explanations.of(SHOP, BigInt(last?.id ?? 0), null)).toMatchObject({ exact: true });
    // Two minutes lie between the last ones; beside them it reads the decision, its session and its profile.
    expect(read.length).toBeLessThan(15);
  });

  it.each([
    [404, 'event.record_missing', new RecordMissing('gone')],
    [503, 'event.record_late', new RecordLate('slow')],
  ])('that its records do not allow is refused with %s %s', async (status, code, lost) => {
    const own = await folded(partitions, seasonShop().catalog, lost);
    const asked = own.explanations.of(SHOP, BigInt(records[0]?.id ?? 0), null);
    await expect(asked).rejects.toMatchObject({ status, errors: [{ code }] });
  });

  it('speaks of the campaigns that are asked for', async () => {
    const [closed] = records.filter(({ payload }) => payload.effects.some(({ type }) => type === 'setDiscount'));
    expect(await explanations.of(SHOP, BigInt(closed?.id ?? 0), new Set([8n]))).toMatchObject({
      campaigns: [],
      exact: true,
    });
  });

  it('is not there for another application, nor for a position that is none', async () => {
    await expect(explanations.of(SHOP + 1n, BigInt(records[0]?.id ?? 0), null)).rejects.toMatchObject({ status: 404 });
    await expect(explanations.of(SHOP, 999_999n, null)).rejects.toMatchObject({ status: 404 });
  });

  it('costs a narrow row for each row that a decision wrote, and one for the decision', async () => {
    const [size] = await dataSource.query<{ readonly rows: string }[]>('SELECT count(*) AS rows FROM row_version');
    const perDecision = Number(size?.rows) / records.length;
    expect(perDecision).toBeLessThan(5);
    await inTransaction(dataSource, (sql) => writeRowVersions(sql, records));
    const [again] = await dataSource.query<{ readonly rows: string }[]>('SELECT count(*) AS rows FROM row_version');
    expect(again).toEqual(size);
  });
});
