import type { TestCluster } from './cluster.fixture';
import { succeeded } from './http.fixture';
import { catalogKnown, newShop, TENTH_OFF, type Shop } from './shop.fixture';
import { upload } from './upload.fixture';

/** A shop whose customers get a bit of everything that is counted: points, codes of a pool, stamps, a reservation, a budget. */
export interface GenerousShop extends Shop {
  readonly pool: number;
  readonly program: number;
}

/** More than anybody spends, so that the budget is counted and refuses nothing. */
const BUDGET = { action: 'setDiscount', limit: 100_000 };

/** @param usageLimit how often its one coupon can be redeemed; @param giveaways how many codes its pool has */
export async function newGenerousShop(
  cluster: TestCluster,
  { usageLimit, giveaways }: { readonly usageLimit: number; readonly giveaways: number },
): Promise<GenerousShop> {
  const shop = await newShop(cluster, { usageLimit, limits: [BUDGET] });
  const created = async (path: string, body: object): Promise<number> =>
    (await succeeded(cluster.manage<{ id: number }>('POST', path, { body }))).body.id;
  const campaign = `${shop.path}/campaigns/${shop.campaign}`;
  const pool = await created('/v1/giveaways/pools', { name: `tickets of ${shop.application}` });
  const codes = Array.from({ length: giveaways }, (_, index) => `TICKET-${index}`);
  await upload(cluster, `/v1/giveaways/pools/${pool}/import`, ['code', ...codes].join('\n'));
  const stars = { name: `stars${shop.application}`, title: 'Stars', timezone: 'UTC' };
  const program = await created('/v1/loyalty_programs', { ...stars, subscribedApplications: [shop.application] });
  const stamps = await created(`${campaign}/achievements`, { name: 'stamps', title: 'A stamp', target: 2 });
  const always = { condition: ['cel', 'true'] };
  // By itself: a rule whose codes are all given away gives nothing at all.
  const ticket = { ...always, title: 'a ticket', effects: [['awardGiveaway', { poolId: pool }]] };
  const others = {
    ...always,
    title: 'points, a stamp and a reservation',
    effects: [
      ['addLoyaltyPoints', { name: 'visit', programId: program, value: 'session.total' }],
      ['increaseAchievementProgress', { achievementId: stamps }],
      ['reserveCoupon', { code: shop.codes[0] }],
    ],
  };
  const ruleset = { rules: [TENTH_OFF, ticket, others], bindings: [], activate: true };
  const { headers } = await succeeded(cluster.manage('POST', `${campaign}/rulesets`, { body: ruleset }));
  await catalogKnown(shop.integrate, headers.get('x-tessera-catalog') ?? '0');
  return { ...shop, pool, program };
}
