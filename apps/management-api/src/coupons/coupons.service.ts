import { Injectable } from '@nestjs/common';
import type {
  Coupon,
  NewCoupons,
  NewCouponsForRecipients,
  Referral,
  UpdateCoupon,
  UpdateReferral,
} from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../auth/actor';
import type { CampaignPlace, Place } from '../campaigns/find-campaign';
import { assertPattern, codePattern, couponChunks, type Pool } from './coupon-chunks';
import { CouponQueries } from './coupon-queries';
import { CouponRequests, couponsOf, referralsOf, type SettingsChange } from './coupon-requests';

/** What became of a pool: its coupons, or only its batch where the time was over before all were decided. */
export interface CreatedCoupons {
  readonly batchId: string;
  readonly coupons: Coupon[] | undefined;
}

/** Coupons are written by the evaluator; this asks for it and waits. */
@Injectable()
export class Coupons {
  constructor(
    private readonly requests: CouponRequests,
    private readonly queries: CouponQueries,
  ) {}

  /** Throws ApiError 404; 400 coupon.*, limit.*, attribute.*; 409 coupon.exists; 504 outcome.unknown. */
  async create(place: Place, body: NewCoupons): Promise<CreatedCoupons> {
    const found = await this.requests.place(place);
    const settings = await this.requests.newSettings(found, body);
    return this.createPool(found, {
      ...{ batch: randomUUID(), count: body.numberOfCoupons, settings },
      pattern: codePattern(body, found.campaign.couponSettings),
    });
  }

  /** One coupon for each recipient. Throws as `create`. */
  async createForRecipients(place: Place, body: NewCouponsForRecipients): Promise<CreatedCoupons> {
    const found = await this.requests.place(place);
    const settings = await this.requests.newSettings(found, body);
    const recipients = body.recipientsIntegrationIds.map((id) => id.normalize('NFC'));
    const pattern = codePattern(body, found.campaign.couponSettings);
    return this.createPool(found, { batch: randomUUID(), count: recipients.length, settings, pattern, recipients });
  }

  /** Throws as `create`. */
  async update(actor: Actor, place: Place, id: bigint, body: UpdateCoupon): Promise<Coupon> {
    const found = await this.requests.place(place);
    const stored = await this.queries.one(place.applicationId, place.campaignId, id);
    actor.before = stored;
    return this.change(found, await this.requests.change(found, stored, body), couponsOf);
  }

  /** Throws ApiError 404; 400 attribute.*, coupon.dates; 504 outcome.unknown. */
  async updateReferral(actor: Actor, place: Place, id: bigint, body: UpdateReferral): Promise<Referral> {
    const found = await this.requests.place(place);
    const stored = await this.queries.referral(place.applicationId, place.campaignId, id);
    actor.before = stored;
    return this.change(found, await this.requests.changeReferral(found, stored, body), referralsOf);
  }

  /** Throws ApiError 404, 504 outcome.unknown. */
  async delete(actor: Actor, place: Place, id: bigint): Promise<void> {
    const found = await this.requests.place(place);
    actor.before = await this.queries.one(place.applicationId, place.campaignId, id);
    await this.deleteCode(found, id);
  }

  /** Throws as `delete`. */
  async deleteReferral(actor: Actor, place: Place, id: bigint): Promise<void> {
    const found = await this.requests.place(place);
    actor.before = await this.queries.referral(place.applicationId, place.campaignId, id);
    await this.deleteCode(found, id);
  }

  private async change<T>(
    place: CampaignPlace,
    change: SettingsChange,
    show: (reply: ReplyRecord) => readonly T[],
  ): Promise<T> {
    const replies = await this.requests.decide(place, 'live', [{ kind: 'CouponChangeReceived', ...change }]);
    const [changed] = replies?.flatMap(show) ?? [];
    if (!changed) throw unknownOutcome();
    return changed;
  }

  private async deleteCode(place: CampaignPlace, couponId: bigint): Promise<void> {
    const replies = await this.requests.decide(place, 'live', [{ kind: 'CouponDeletionReceived', couponId }]);
    if (!replies) throw unknownOutcome();
  }

  private async createPool(place: CampaignPlace, pool: Pool): Promise<CreatedCoupons> {
    assertPattern(pool.pattern, pool.count);
    const replies = await this.requests.decide(place, 'bulk', couponChunks(pool));
    if (replies?.some(hasSkipped)) throw ApiError.conflict('coupon.exists', 'There is a coupon with this code');
    return { batchId: pool.batch, coupons: replies?.flatMap(couponsOf) };
  }
}

function hasSkipped({ payload }: ReplyRecord): boolean {
  return payload.decision.events.some((event) => event.kind === 'CouponsCreated' && event.skipped.length > 0);
}

function unknownOutcome(): ApiError {
  return ApiError.of(504, 'outcome.unknown', 'The request is recorded, but was not decided in time');
}
