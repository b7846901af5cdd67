import { Injectable } from '@nestjs/common';
import { coupon, type Coupon, type ListQuery, referee, referral, type Referral } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import { Projections } from '../read-models/projections';
import { RecentWrites } from './recent-writes';

const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    totalResultSize: z.int().optional(),
    hasMore: z.boolean(),
    cursor: z.string().optional(),
    data: z.array(item),
  });

const couponPage = pageOf(coupon);
export type CouponPage = z.infer<typeof couponPage>;

const referralPage = pageOf(referral);
export type ReferralPage = z.infer<typeof referralPage>;

const refereePage = pageOf(referee);
export type RefereePage = z.infer<typeof refereePage>;

type Query = Readonly<Record<string, string | undefined>>;

/** Reads coupons, and referrals, which are coupons too, from their read model, up to what this instance has just written. */
@Injectable()
export class CouponQueries {
  constructor(
    private readonly projections: Projections,
    private readonly writes: RecentWrites,
  ) {}

  /** Throws ApiError: what the read model refuses, 503 where it does not answer. */
  async list(application: bigint, query: Query): Promise<CouponPage> {
    return couponPage.parse(await this.ask(application, `/applications/${application}/coupons`, query));
  }

  /** Throws ApiError 404 where the campaign has no such coupon. */
  async one(application: bigint, campaign: bigint, id: bigint): Promise<Coupon> {
    const found = coupon.parse(await this.ask(application, `/applications/${application}/coupons/${id}`, {}));
    if (found.campaignId === Number(campaign)) return found;
    throw ApiError.notFound('coupon.not_found', 'There is no such coupon');
  }

  /** Throws as `list`. */
  async referrals(application: bigint, query: Query): Promise<ReferralPage> {
    return referralPage.parse(await this.ask(application, `/applications/${application}/referrals`, query));
  }

  /** Throws ApiError 404 where the campaign has no such referral. */
  async referral(application: bigint, campaign: bigint, id: bigint): Promise<Referral> {
    const found = referral.parse(await this.ask(application, `/applications/${application}/referrals/${id}`, {}));
    if (found.campaignId === Number(campaign)) return found;
    throw ApiError.notFound('referral.not_found', 'There is no such referral');
  }

  /** Who redeemed referrals of this advocate. Throws as `list`. */
  async friends(application: bigint, advocate: string, query: ListQuery): Promise<RefereePage> {
    const path = `/applications/${application}/advocates/${encodeURIComponent(advocate.normalize('NFC'))}/friends`;
    return refereePage.parse(await this.ask(application, path, { ...query }));
  }

  private async ask(application: bigint, path: string, query: Query): Promise<unknown> {
    const token = this.writes.token(application);
    return this.projections.ask({ projection: 'coupon', application, path, query, token });
  }
}
