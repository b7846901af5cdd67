import { Injectable } from '@nestjs/common';
import { type InventoryCoupon, inventoryCoupon, inventoryGiveaway, referee, referral } from '@tessera/api-contracts';
import { profileKey } from '@tessera/event-contracts';
import { isRunning } from '@tessera/promotion';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { normalId } from '../convert/id';
import { LoyaltyReads } from './loyalty-reads';
import { type Found, profileMissing, ProjectionReads } from './projection-reads';

/** The parts of an inventory that this knows. */
export const INVENTORY_PARTS = ['profile', 'coupons', 'referrals', 'giveaways', 'loyalty'] as const;
export type InventoryPart = (typeof INVENTORY_PARTS)[number];

const coupons = z.object({ data: z.array(inventoryCoupon.omit({ state: true })) });
const referrals = z.object({ data: z.array(referral) });
const friends = z.object({ data: z.array(referee) });
const giveaways = z.object({ data: z.array(inventoryGiveaway) });

export interface Inventory {
  readonly parts: Readonly<Partial<Record<InventoryPart, unknown>>>;
  readonly stale: boolean;
}

/** What a profile has in an application. */
@Injectable()
export class Inventories {
  constructor(
    private readonly reads: ProjectionReads,
    private readonly loyalty: LoyaltyReads,
  ) {}

  /** Throws ApiError 404 profile.not_found, 503. */
  async of(caller: Caller, id: string, parts: readonly InventoryPart[], now: bigint): Promise<Inventory> {
    const profile = await this.profile(caller, id);
    const found = await Promise.all(parts.map((part) => this.part(part, profile, caller, id, now)));
    return {
      parts: Object.fromEntries(parts.map((part, index) => [part, found[index]?.body])),
      stale: [profile, ...found].some(({ stale }) => stale),
    };
  }

  /** Throws ApiError 404 profile.not_found, 503. */
  async profile(caller: Caller, id: string): Promise<Found> {
    const { id: application } = caller.application;
    const entity = profileKey(application, id);
    const path = `/customer_profiles/${encodeURIComponent(normalId(id))}?application=${application}`;
    const found = await this.reads.ask(caller, { projection: 'PROFILE_PROJECTION_URL', path, entity });
    if (found === undefined) throw profileMissing();
    return found;
  }

  private async part(part: InventoryPart, profile: Found, caller: Caller, id: string, now: bigint): Promise<Found> {
    switch (part) {
      case 'profile':
        return profile;
      case 'coupons':
        return this.coupons(caller, id, now);
      case 'referrals':
        return this.referrals(caller, id);
      case 'giveaways':
        return this.giveaways(caller, id);
      case 'loyalty':
        return this.loyalty.all(caller, id, now);
    }
  }

  /** Of which the profile is the advocate. */
  private async referrals(caller: Caller, id: string): Promise<Found> {
    const { id: application } = caller.application;
    const entity = profileKey(application, id);
    const advocate = encodeURIComponent(normalId(id));
    const paths = [
      `referrals?total=false&advocate=${advocate}`,
      `advocates/${advocate}/friends?total=false&pageSize=1000`,
    ];
    const [found, came] = await Promise.all(
      paths.map((path) =>
        this.reads.ask(caller, {
          projection: 'COUPON_PROJECTION_URL',
          path: `/applications/${application}/${path}`,
          entity,
        }),
      ),
    );
    const { data: everyone } = friends.parse(came?.body);
    const body = referrals.parse(found?.body).data.map((one) => ({
      ...one,
      referredCustomers: everyone.filter(({ code }) => code === one.code).map((friend) => friend.friendIntegrationId),
    }));
    return { body, stale: [found, came].some((answer) => answer?.stale) };
  }

  /** That were given to the profile in this application, the last ones first. */
  private async giveaways(caller: Caller, id: string): Promise<Found> {
    const { id: application } = caller.application;
    const entity = profileKey(application, id);
    const path = `/applications/${application}/giveaways?total=false&sort=-id&profileId=${encodeURIComponent(normalId(id))}`;
    const found = await this.reads.ask(caller, { projection: 'COUPON_PROJECTION_URL', path, entity });
    return { body: giveaways.parse(found?.body).data, stale: found?.stale ?? false };
  }

  private async coupons(caller: Caller, id: string, now: bigint): Promise<Found> {
    const { id: application } = caller.application;
    const entity = profileKey(application, id);
    const path = `/applications/${application}/inventories/${encodeURIComponent(normalId(id))}/coupons?total=false`;
    const found = await this.reads.ask(caller, { projection: 'COUPON_PROJECTION_URL', path, entity });
    const { data } = coupons.parse(found?.body);
    return { body: data.map((one) => ({ ...one, state: stateOf(one, caller, now) })), stale: found?.stale ?? false };
  }
}

/** Whether it can be redeemed now, and if not, why. */
function stateOf(
  coupon: Omit<InventoryCoupon, 'state'>,
  { catalog, application }: Caller,
  now: bigint,
): InventoryCoupon['state'] {
  const { campaignId, startDate, expiryDate, usageLimit, usageCounter } = coupon;
  const campaign = catalog.campaign(application.id, BigInt(campaignId));
  if (campaign === undefined || !isRunning(campaign, now)) return 'disabled';
  if (expiryDate !== undefined && Date.parse(expiryDate) <= Number(now)) return 'expired';
  if (startDate !== undefined && Date.parse(startDate) > Number(now)) return 'pending';
  return usageLimit > 0 && usageCounter >= usageLimit ? 'used' : 'active';
}
