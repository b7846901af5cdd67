import { Injectable } from '@nestjs/common';
import {
  type Coupon,
  coupon as couponSchema,
  type NewCoupons,
  renderCoupon,
  type UpdateCoupon,
  type UpdateCouponBatch,
} from '@tessera/api-contracts';
import type { Reply } from '@tessera/event-contracts';
import type { CouponSettings, Request } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AttributeValues } from '../attributes/attribute-values';
import { refused } from '../attributes/refused';
import { type CampaignPlace, findCampaign } from '../campaigns/find-campaign';
import { CatalogView } from '../catalog-log/catalog-view';
import { codePattern, couponChunks } from './coupon-chunks';
import { CouponQueries } from './coupon-queries';
import { changedSettings, newSettings, settingsOf } from './coupon-settings';
import { Evaluator } from './evaluator';
import type { Lane } from './inbox';

/** Changes and deletions of one batch that are under way at the same time. */
const AT_ONCE = 500;

const GONE = 'coupon.not_found';

/** As the list takes it. */
type CouponFilter = Readonly<Record<string, string | undefined>>;

export interface Place {
  readonly applicationId: bigint;
  readonly campaignId: bigint;
}

/** What became of a pool: its coupons, or only its batch where the time was over before all were decided. */
export interface CreatedCoupons {
  readonly batchId: string;
  readonly coupons: Coupon[] | undefined;
}

/** Coupons are written by the evaluator; this asks for it. */
@Injectable()
export class Coupons {
  constructor(
    private readonly dataSource: DataSource,
    private readonly view: CatalogView,
    private readonly values: AttributeValues,
    private readonly evaluator: Evaluator,
    private readonly queries: CouponQueries,
  ) {}

  /** Throws ApiError 404; 400 coupon.*, limit.*, attribute.*; 409 coupon.exists; 504 outcome.unknown. */
  async create({ applicationId, campaignId }: Place, body: NewCoupons): Promise<CreatedCoupons> {
    const place = await findCampaign(this.dataSource.manager, applicationId, campaignId);
    const { application, campaign } = place;
    const attributes = await this.attributesOf(applicationId, body.attributes);
    const settings = newSettings(body, campaignId, application.currency, attributes);
    const batchId = randomUUID();
    const pattern = codePattern(body, campaign.couponSettings);
    const replies = await this.decide(place, 'bulk', couponChunks(batchId, body.numberOfCoupons, pattern, settings));
    if (replies?.some(hasSkipped)) throw ApiError.conflict('coupon.exists', 'There is a coupon with this code');
    return { batchId, coupons: replies?.flatMap((reply) => couponsOf(reply, application.currency)) };
  }

  /** Throws as `create`. */
  async update({ applicationId, campaignId }: Place, id: bigint, body: UpdateCoupon): Promise<Coupon> {
    const place = await findCampaign(this.dataSource.manager, applicationId, campaignId);
    const stored = await this.queries.one(applicationId, campaignId, id);
    const replies = await this.decide(place, 'live', [await this.changeOf(place, stored, body)]);
    const [changed] = replies?.flatMap((reply) => couponsOf(reply, place.application.currency)) ?? [];
    if (!changed) throw unknownOutcome();
    return changed;
  }

  /** Throws ApiError 404, 504 outcome.unknown. */
  async delete({ applicationId, campaignId }: Place, id: bigint): Promise<void> {
    const place = await findCampaign(this.dataSource.manager, applicationId, campaignId);
    await this.queries.one(applicationId, campaignId, id);
    const replies = await this.decide(place, 'live', [{ kind: 'CouponDeletionReceived', couponId: id }]);
    if (!replies) throw unknownOutcome();
  }

  /** Changes all coupons of a batch; as in the reference, dates that the body leaves out become none. Throws as `update`. */
  async updateBatch({ applicationId, campaignId }: Place, { batchID, ...body }: UpdateCouponBatch): Promise<void> {
    const place = await findCampaign(this.dataSource.manager, applicationId, campaignId);
    const change = { ...body, startDate: body.startDate ?? null, expiryDate: body.expiryDate ?? null };
    await this.forEach(place, { batchId: batchID }, (stored) => this.changeOf(place, stored, change));
  }

  /** Deletes all coupons of the campaign that the filter names. Throws as `delete`. */
  async deleteBatch({ applicationId, campaignId }: Place, filter: CouponFilter): Promise<void> {
    const place = await findCampaign(this.dataSource.manager, applicationId, campaignId);
    await this.forEach(place, filter, ({ id }) =>
      Promise.resolve({ kind: 'CouponDeletionReceived', couponId: BigInt(id) }),
    );
  }

  /** Asks for one decision per coupon, page by page. A coupon that somebody else deletes meanwhile needs none. */
  private async forEach(
    place: CampaignPlace,
    filter: CouponFilter,
    requestOf: (coupon: Coupon) => Promise<Request>,
  ): Promise<void> {
    const { application, campaign } = place;
    const query = { ...filter, campaignId: campaign.id.toString(), pageSize: String(AT_ONCE) };
    let cursor: string | undefined;
    do {
      const page = await this.queries.list(application.id, { ...query, cursor });
      const requests = await Promise.all(page.data.map(requestOf));
      if (requests.length > 0 && !(await this.decide(place, 'bulk', requests, GONE))) throw unknownOutcome();
      cursor = page.cursor;
    } while (cursor !== undefined);
  }

  private async changeOf({ application }: CampaignPlace, stored: Coupon, body: UpdateCoupon): Promise<Request> {
    const attributes = await this.attributesOf(application.id, body.attributes ?? stored.attributes);
    const before: CouponSettings = settingsOf(stored, application.currency, attributes);
    const settings = changedSettings(before, body, application.currency, attributes);
    return { kind: 'CouponChangeReceived', couponId: BigInt(stored.id), settings };
  }

  private attributesOf(application: bigint, json: Readonly<Record<string, unknown>>) {
    return this.values.of(this.dataSource.manager, { application, entity: 'Coupon' }, json);
  }

  /** Throws what the evaluator refuses, but for one code. */
  private async decide({ application }: CampaignPlace, lane: Lane, requests: readonly Request[], allowed = '') {
    const { version: catalogVersion } = await this.view.current(this.dataSource.manager);
    const replies = await this.evaluator.decide({ lane, application, catalogVersion }, requests);
    const all = replies?.flatMap(({ decision }) => decision.refusals) ?? [];
    const refusals = all.filter(({ code }) => code !== allowed);
    if (refusals.length > 0) throw refused(refusals);
    return replies;
  }
}

function hasSkipped({ decision }: Reply): boolean {
  return decision.events.some((event) => event.kind === 'CouponsCreated' && event.skipped.length > 0);
}

function couponsOf({ coupons }: Reply, currency: string): Coupon[] {
  return coupons.map((coupon) => couponSchema.parse(renderCoupon(coupon, currency)));
}

function unknownOutcome(): ApiError {
  return ApiError.of(504, 'outcome.unknown', 'The request is recorded, but was not decided in time');
}
