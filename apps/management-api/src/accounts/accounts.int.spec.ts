import type { Account, AccountAnalytics, CreatedManagementKey, RoleEntry, User } from '@tessera/api-contracts';
import { Client, Management } from '../testing/management.fixture';
import { CouponServices } from '../testing/coupon-services.fixture';

const RULE = { title: 'all', condition: ['cel', 'true'], effects: [['setDiscount', { name: 'd', value: '1' }]] };

describe('the account', () => {
  const coupons = new CouponServices();
  let management: Management;
  let admin: Client;
  beforeAll(async () => {
    management = await Management.start(await coupons.listen());
    await coupons.evaluate(management.settings);
    admin = new Client(management, await management.signIn());
  }, 60_000);
  afterAll(async () => {
    await management.stop();
    await coupons.stop();
  });

  it('counts what it has', async () => {
    const shop = { name: 'One', currency: 'EUR', timezone: 'UTC' };
    const { body: application } = await admin.post<{ id: number }>('/v1/applications', shop);
    const campaigns = `/v1/applications/${application.id}/campaigns`;
    const campaign = { name: 'Spring', tags: [], features: [], limits: [] };
    const { body: running } = await admin.post<{ id: number }>(campaigns, campaign);
    await admin.post(campaigns, campaign);
    await admin.post(`${campaigns}/${running.id}/rulesets`, { rules: [RULE, RULE], bindings: [], activate: true });
    await admin.put(`${campaigns}/${running.id}`, { ...campaign, state: 'enabled' });
    await admin.post(`${campaigns}/${running.id}/coupons`, {
      ...{ usageLimit: 1, numberOfCoupons: 3, couponPattern: 'C-####' },
    });
    await admin.upload(
      `${campaigns}/${running.id}/import_referrals`,
      'code,advocateprofileintegrationid\nR-1,a\nR-2,b\n',
    );
    const program = { name: 'stars', title: 'Stars', timezone: 'UTC', subscribedApplications: [application.id] };
    await admin.post('/v1/loyalty_programs', program);
    expect((await admin.get<Account>('/v1/accounts/1')).body).toMatchObject({
      ...{
        id: 1,
        state: 'active',
        applicationCount: 1,
        userCount: 1,
        campaignsActiveCount: 1,
        campaignsInactiveCount: 1,
      },
    });
    expect((await admin.get<AccountAnalytics>('/v1/accounts/1/analytics')).body).toMatchObject({
      ...{ applications: 1, campaigns: 2, activeCampaigns: 1, activeRules: 2, coupons: 3, users: 1, roles: 3 },
      ...{ referralCodes: 2, loyaltyPrograms: 1, liveLoyaltyPrograms: 1 },
    });
    expect(await admin.fails('GET', '/v1/accounts/2')).toEqual([404, 'account.not_found']);
    expect(await admin.fails('GET', '/v1/accounts/2/analytics')).toEqual([404, 'account.not_found']);
  });

  it('has three roles, and says who has them', async () => {
    const user = { email: 'eve@example.com', password: 'twelve letters', role: 'editor' };
    const { body: eve } = await admin.post<User>('/v1/users', user);
    const { body } = await admin.get<{ totalResultSize: number; data: RoleEntry[] }>('/v1/roles');
    expect(body.data.map(({ name, members }) => [name, members.length])).toEqual([
      ['viewer', 0],
      ['editor', 1],
      ['admin', 1],
    ]);
    expect((await admin.get<RoleEntry>('/v1/roles/2')).body.members).toEqual([eve.id]);
    expect(await admin.fails('GET', '/v1/roles/4')).toEqual([404, 'role.not_found']);
  });

  it('loses a user with the sign-ins and keys, and never the last admin', async () => {
    const user = { email: 'mallory@example.com', password: 'twelve letters', role: 'admin' };
    const { body } = await admin.post<User>('/v1/users', user);
    const mallory = new Client(management, await management.signIn(user));
    const key = await mallory.post<CreatedManagementKey>('/v1/management_keys', {
      ...{ name: 'k', role: 'admin', expires: '2099-01-01T00:00:00Z' },
    });
    await admin.delete(`/v1/users/${body.id}`);
    expect(await mallory.fails('GET', '/v1/users')).toEqual([401, 'key.invalid']);
    const byKey = new Client(management, `ManagementKey-v1 ${key.body.key}`);
    expect(await byKey.fails('GET', '/v1/users')).toEqual([401, 'key.invalid']);
    expect(await admin.fails('GET', `/v1/users/${body.id}`)).toEqual([404, 'user.not_found']);
    const { data } = (await admin.get<{ data: User[] }>('/v1/users')).body;
    const last = data.find(({ role }) => role === 'admin');
    expect(await admin.fails('DELETE', `/v1/users/${last?.id}`)).toEqual([400, 'user.last_admin']);
  });
});
