import { encodeReadToken } from '@tessera/event-contracts';
import type { CatalogChange } from '@tessera/promotion';
import { achievement, campaign } from '@tessera/promotion/testing';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { session as decidedSession } from '../testing/decided.fixture';
import { type Gateway, keyHeader, startGateway } from '../testing/gateway.fixture';

const PAST = 1_000n;
const CATALOG: readonly CatalogChange[] = [
  ...campaign(7n, []),
  achievement(1n, 7n, 3, { period: '1M', recurrencePolicy: 'on_expiration' }),
  achievement(2n, 7n, 10, { endDate: PAST }),
  achievement(3n, 8n, 5),
];

const begun = {
  data: [
    { achievementId: 1, trackers: [{ progressTrackerId: 4, progress: 2.5, startDate: '2020-01-01T00:00:00Z' }] },
    {
      achievementId: 2,
      trackers: [
        { progressTrackerId: 1, progress: 1, startDate: '2020-01-01T00:00:00Z', endDate: '2020-02-01T00:00:00Z' },
      ],
    },
  ],
};

let gateway: Gateway;
let upstream: Server;
let known = true;
/** The read token of the last question. */
let due: unknown;

beforeEach(async () => {
  known = true;
  due = undefined;
  upstream = createServer((request, response) => {
    due = request.headers['x-tessera-token'];
    if (!known) response.writeHead(404).end('{}');
    else response.end(JSON.stringify(request.url?.endsWith('/achievements') ? begun : {}));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  gateway = await startGateway({ PROFILE_PROJECTION_URL: url });
  for (const change of CATALOG) gateway.catalog.apply(change);
});
afterEach(async () => {
  await gateway.app.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

const close = (session: string, customerSession: object) =>
  gateway.app.inject({
    method: 'PUT',
    url: `/v2/customer_sessions/${session}`,
    payload: { customerSession: { state: 'closed', ...customerSession } },
    headers: { authorization: keyHeader('shop1') },
  });

const read = async (query = '') => {
  const url = `/v1/customer_profiles/anna/achievements${query}`;
  const answer = await gateway.app.inject({ url, headers: { authorization: keyHeader('reader') } });
  return { status: answer.statusCode, body: answer.json<{ hasMore: boolean; data: { id: number }[] }>() };
};

describe('the achievements of a profile', () => {
  it('are those of the application, with how far it is', async () => {
    expect((await read()).body).toMatchObject({
      hasMore: false,
      data: [
        {
          ...{ id: 1, campaignId: 7, target: 3, period: '1M', achievementStatus: 'active' },
          currentProgress: { status: 'inprogress', progress: 2.5, progressTrackerId: 4 },
        },
        { id: 2, achievementStatus: 'expired', currentProgress: { status: 'expired', progress: 1 } },
        { id: 3, achievementStatus: 'expired', currentProgress: { status: 'not_started', progress: 0 } },
      ],
    });
  });

  it.each([
    ['?achievementIds=1,3', [1, 3]],
    ['?campaignIds=7', [1, 2]],
    ['?currentProgressStatus=not_started,expired', [2, 3]],
    ['?achievementStatus=active', [1]],
  ])('are filtered by %s', async (query, ids) => {
    expect((await read(query)).body.data.map(({ id }) => id)).toEqual(ids);
  });

  it('come in pages', async () => {
    expect((await read('?pageSize=2')).body).toMatchObject({ hasMore: true, data: [{ id: 1 }, { id: 2 }] });
    expect((await read('?pageSize=2&skip=2')).body).toMatchObject({ hasMore: false, data: [{ id: 3 }] });
  });

  it('of a profile that nobody knows are not there', async () => {
    known = false;
    expect((await read()).status).toBe(404);
  });

  it('are as new as the sessions of the profile that this gateway closed, whether or not they named it', async () => {
    const decisions = [
      { partition: 3, decisionSeq: 41n, session: null },
      { partition: 5, decisionSeq: 8n, session: { ...decidedSession, profileId: 'anna' } },
    ];
    gateway.inbox.decide = () => decisions.shift();
    await close('s1', { profileId: 'anna' });
    await close('s2', {});
    await read();
    expect(due).toBe(encodeReadToken({ partition: 3, decisionSeq: 41n }, { partition: 5, decisionSeq: 8n }));
  });
});
