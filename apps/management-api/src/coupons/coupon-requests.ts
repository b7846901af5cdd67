import { Injectable } from '@nestjs/common';
import {
  type Coupon,
  coupon as couponSchema,
  type Referral,
  referral as referralSchema,
  renderCoupon,
  renderReferral,
  type UpdateCoupon,
  type UpdateReferral,
} from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import {
  type Coupon as DecidedCoupon,
  type CouponChangeReceived,
  couponsIn,
  type CouponSettings,
  type Request,
} from '@tessera/promotion';
import { DataSource } from 'typeorm';
import { AttributeValues } from '../attributes/attribute-values';
import { refused } from '../attributes/refused';
import { type CampaignPlace, findCampaign, type Place } from '../campaigns/find-campaign';
import { CatalogView } from '../catalog-log/catalog-view';
import { changedReferral, changedSettings, newSettings, type SettingsBody, settingsOf } from './coupon-settings';
import { Evaluator } from './evaluator';
import type { Lane } from './inbox';

/** Of one coupon. */
export type SettingsChange = Omit<CouponChangeReceived, 'kind'>;

/** Says in the domain's words what is asked of coupons, and has it decided. */
@Injectable()
export class CouponRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly view: CatalogView,
    private readonly values: AttributeValues,
    private readonly evaluator: Evaluator,
  ) {}

  /** Throws ApiError 404. */
  place({ applicationId, campaignId }: Place): Promise<CampaignPlace> {
    return findCampaign(this.dataSource.manager, applicationId, campaignId);
  }

  /** With the campaign's attributes for new coupons. Throws ApiError 400 coupon.discount_limit, limit.unsupported, attribute.*. */
  async newSettings({ application, campaign }: CampaignPlace, body: SettingsBody): Promise<CouponSettings> {
    const attributes = await this.attributesOf(application.id, { ...campaign.couponAttributes, ...body.attributes });
    return newSettings(body, campaign.id, application.currency, attributes);
  }

  /** A coupon's settings after the change. Throws as `newSettings`. */
  async change({ application }: CampaignPlace, stored: Coupon, body: UpdateCoupon): Promise<SettingsChange> {
    const attributes = await this.attributesOf(application.id, body.attributes ?? stored.attributes);
    const before = settingsOf(stored, application.currency, attributes);
    return { couponId: BigInt(stored.id), settings: changedSettings(before, body, application.currency, attributes) };
  }

  /** A referral's settings after the change. Throws ApiError 400 attribute.*. */
  async changeReferral(
    { application }: CampaignPlace,
    stored: Referral,
    body: UpdateReferral,
  ): Promise<SettingsChange> {
    const attributes = await this.attributesOf(application.id, body.attributes ?? stored.attributes);
    return { couponId: BigInt(stored.id), settings: changedReferral(stored, body, attributes) };
  }

  /**
   * The replies in the requests' order; undefined where not all came in time: they will be decided.
   * Throws ApiError: what the evaluator refuses; 503 where nothing was recorded, 504 where that is not known.
   */
  async decide(
    { application }: Pick<CampaignPlace, 'application'>,
    lane: Lane,
    requests: readonly Request[],
  ): Promise<ReplyRecord[] | undefined> {
    const { version: catalogVersion } = await this.view.current(this.dataSource.manager);
    const replies = await this.evaluator.decide({ lane, application, catalogVersion }, requests);
    const refusals = replies?.flatMap(({ payload }) => payload.decision.refusals) ?? [];
    if (refusals.length > 0) throw refused(refusals);
    return replies;
  }

  private attributesOf(application: bigint, json: Readonly<Record<string, unknown>>) {
    return this.values.of(this.dataSource.manager, { application, entity: 'Coupon' }, json);
  }
}

/** The coupons that a reply's decision created or changed, as the API shows them. */
export function couponsOf(reply: ReplyRecord): Coupon[] {
  return decidedCoupons(reply).map((coupon) => couponSchema.parse(renderCoupon(coupon, reply.currency)));
}

/** As `couponsOf`, of referrals. */
export function referralsOf(reply: ReplyRecord): Referral[] {
  return decidedCoupons(reply).map((coupon) => referralSchema.parse(renderReferral(coupon)));
}

function decidedCoupons({ application, at, payload }: ReplyRecord): DecidedCoupon[] {
  return payload.decision.events.flatMap((event): readonly DecidedCoupon[] => {
    if (event.kind === 'CouponsCreated') return couponsIn({ application, at }, event);
    return event.kind === 'CouponChanged' ? [event.coupon] : [];
  });
}
