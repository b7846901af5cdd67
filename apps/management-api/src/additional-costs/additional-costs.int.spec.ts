import type { AdditionalCost } from '@tessera/api-contracts';
import { Client, Management } from '../testing/management.fixture';

const shipping = { name: 'shipping', title: 'Shipping', description: 'By post' };

describe('additional costs', () => {
  let management: Management;
  let admin: Client;
  beforeAll(async () => {
    management = await Management.start();
    admin = new Client(management, await management.signIn());
  }, 60_000);
  afterAll(() => management.stop());

  it('are declared once for the account, and leave as the whole entity', async () => {
    const { body, headers } = await admin.post<AdditionalCost>('/v1/additional_costs', shipping);
    expect(body).toMatchObject({ ...shipping, type: 'session', subscribedApplicationsIds: [], accountId: 1 });
    const records = await management.readCatalog(BigInt(headers['x-tessera-catalog'] ?? 0));
    expect(records.at(-1)).toMatchObject({
      application: 0n,
      payload: { kind: 'AdditionalCostSaved', entity: { id: BigInt(body.id), name: 'shipping', type: 'session' } },
    });
    expect(await admin.fails('POST', '/v1/additional_costs', shipping)).toEqual([409, 'additional_cost.exists']);
  });

  it('keep the name that sessions have, and change in all else', async () => {
    const { body } = await admin.post<AdditionalCost>('/v1/additional_costs', { ...shipping, name: 'wrapping' });
    const path = `/v1/additional_costs/${body.id}`;
    expect(await admin.fails('PUT', path, { name: 'paper' })).toEqual([400, 'additional_cost.fixed']);
    const changed = await admin.put<AdditionalCost>(path, { ...body, title: 'Paper', type: 'item' });
    expect(changed.body).toEqual({ ...body, title: 'Paper', type: 'item' });
    expect((await admin.get<AdditionalCost>(path)).body).toEqual(changed.body);
    const listed = await admin.get<{ data: AdditionalCost[] }>('/v1/additional_costs?sort=-id&pageSize=1');
    expect(listed.body).toMatchObject({ hasMore: true, data: [changed.body] });
    expect(await admin.fails('GET', '/v1/additional_costs/999999')).toEqual([404, 'additional_cost.not_found']);
  });

  it.each([
    [{ name: '1st' }, 'field.format'],
    [{ type: 'cart' }, 'field.value'],
    [{ name: 'x', subscribedApplicationsIds: [999_999] }, 'application.unknown'],
  ])('are not declared with %j', async (wrong, code) => {
    expect(await admin.fails('POST', '/v1/additional_costs', { ...shipping, ...wrong })).toEqual([400, code]);
  });
});
