import { keepSealed } from '@tessera/api-contracts';
import { requestKey } from '@tessera/event-contracts';
import { connectDatabase, Cursors, inTransaction, migrate } from '@tessera/postgres';
import { type ListQuery, SubjectKeyTable } from '@tessera/projection';
import { asPartitions } from '@tessera/projection/testing';
import type { Request } from '@tessera/promotion';
import {
  cancel,
  close,
  coupons,
  decidedIn,
  eventType,
  item,
  seasonShop,
  SHOP,
  update,
} from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { database } from './database';
import { fold } from './fold';
import { SessionQueries } from './session.queries';
import { write } from './session.store';

const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });
const APP = SHOP.toString();

const delivered: Request = {
  kind: 'CustomEventReceived',
  profileId: 'anna',
  type: 'delivered',
  attributes: {},
  sessionId: null,
  integrationId: null,
  connectedSessionId: 's',
};
const tea = { profileId: 'anna', cartItems: [item('tea', 500)] };

/** What is asked of the sessions `s` and `other`, in turns. */
const ASKED = [
  coupons(7n, ['TEN']),
  update('s', tea),
  update('other', tea),
  update('s', { couponCodes: ['TEN', 'NONE'] }),
  close('s'),
  close('s'),
  update('s', { couponCodes: [] }),
  delivered,
  cancel('s'),
];

interface Entry {
  readonly position: number;
  readonly created: string;
  readonly type: string;
  readonly outcome: string;
  readonly requestId: string;
  readonly effects: readonly { readonly effectType: string; readonly props: object }[];
  readonly errors: readonly { readonly code: string }[];
  readonly ruleFailureReasons: readonly object[];
}

let dataSource: DataSource;
let queries: SessionQueries;

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  const keys = new SubjectKeyTable(dataSource, new Uint8Array(32));
  queries = new SessionQueries(dataSource, new Cursors('secret'), keys);
  const shop = seasonShop().save([eventType('delivered')]);
  const records = asPartitions(decidedIn(shop, ASKED, requestKey), 3)
    .toReversed()
    .flat();
  await inTransaction(dataSource, (sql) => write(sql, fold(records)));
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

async function timeline(query: ListQuery = {}, session = 's') {
  const listed = await queries.timeline(APP, session, query);
  return { ...listed, data: listed.data as unknown as readonly Entry[] };
}

const NOT_FOUND = { status: 404, errors: [{ code: 'session.not_found' }] };

describe('the timeline of a session', () => {
  it('has every decision about it with its effects, in the order in which they were made', async () => {
    const { data } = await timeline();
    expect(data.map(({ type, effects }) => [type, ...effects.map(({ effectType }) => effectType)])).toEqual([
      ['talon_session_created'],
      ['talon_session_updated', 'acceptCoupon', 'setDiscount', 'rejectCoupon'],
      ['talon_session_closed', 'acceptCoupon', 'setDiscount', 'rejectCoupon'],
      ['repeated'],
      ['refused'],
      ['delivered'],
      ['talon_session_revoked', 'rollbackCoupon', 'rollbackDiscount'],
    ]);
    const positions = data.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    expect(data[0]).toMatchObject({
      ...{ created: '2026-07-15T12:00:01.000Z', outcome: 'accepted', requestId: `request-${positions[0]}`, errors: [] },
    });
  });

  it('says why one was refused, and which one was a repetition', async () => {
    const { data } = await timeline();
    const ended = data.map(({ outcome, errors }) => [outcome, ...errors.map(({ code }) => code)]);
    expect(ended.filter(([outcome]) => outcome !== 'accepted')).toEqual([['repeated'], ['refused', 'session.closed']]);
  });

  it.each(['id', '-id', 'created', '-created'])('is read page by page to its end, sorted by %s', async (sort) => {
    const { data: all, totalResultSize } = await timeline({ sort });
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await timeline({ sort, pageSize: '2', cursor });
      seen.push(...page.data.map(({ position }) => position));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(all.map(({ position }) => position));
    expect(totalResultSize).toBe(7);
  });

  it('goes on by its own cursors alone', async () => {
    const { cursor } = await timeline({ pageSize: '1' });
    await expect(timeline({ cursor }, 'other')).rejects.toMatchObject({ errors: [{ code: 'cursor.invalid' }] });
  });

  it('has nothing of another session, and is not there in another application', async () => {
    expect((await timeline({}, 'other')).data.map(({ type }) => type)).toEqual(['talon_session_created']);
    await expect(timeline({}, 'unknown')).rejects.toMatchObject(NOT_FOUND);
    await expect(queries.timeline('2', 's', {})).rejects.toMatchObject(NOT_FOUND);
  });

  it('has no personal value left whose key is erased', async () => {
    const [template] = fold(asPartitions(decidedIn(seasonShop(), [update('s', tea)], requestKey), 1).flat()).timeline;
    if (!template) throw new Error('an update is in no timeline');
    const value = { kind: 'sealed', keyId: 'gone', nonce: new Uint8Array(1), bytes: new Uint8Array(1) } as const;
    const effects = [
      { effectType: 'showNotification', props: { title: 'Hi', body: keepSealed(value, 'body') ?? null } },
    ];
    const rows = [{ ...template, sessionId: 'erased', effects }];
    await inTransaction(dataSource, (sql) => write(sql, { ...fold([]), timeline: rows }));
    expect((await timeline({}, 'erased')).data[0]?.effects).toEqual([
      { effectType: 'showNotification', props: { title: 'Hi' } },
    ]);
  });
});
