import { Injectable } from '@nestjs/common';
import type { Coupon } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import type { CouponChange } from '@tessera/promotion';
import type { CampaignPlace } from '../campaigns/find-campaign';
import { chunksOf, couponChunks } from '../coupons/coupon-chunks';
import { CouponQueries } from '../coupons/coupon-queries';
import { CouponRequests } from '../coupons/coupon-requests';
import type { CouponJobEntity, CouponSelection, JobWork } from './coupon-job.entity';

/** Chunks of a pool that are under way at the same time: enough for every partition of the log to have one. */
export const CHUNKS_AT_ONCE = 8;

/** Changes in one request. */
const CHANGES_AT_ONCE = 1_000;

/** How far a step came. */
export interface Step {
  readonly chunk: number;
  readonly cursor: string | null;
  /** Coupons that this step created, updated or deleted. */
  readonly done: number;
  readonly ended: boolean;
}

type Creation = Extract<JobWork, { kind: 'creation' }>;

/** Does the next bounded part of a job. */
@Injectable()
export class JobSteps {
  constructor(
    private readonly requests: CouponRequests,
    private readonly queries: CouponQueries,
  ) {}

  /**
   * Undefined where it was not decided in time: the same step, again, finds what was decided and creates nothing twice.
   * Throws ApiError: what the evaluator or the read model refuses; 503, 504 where the log or the read model is away.
   */
  async take(job: CouponJobEntity): Promise<Step | undefined> {
    const place = await this.requests.place(job);
    const { work } = job;
    switch (work.kind) {
      case 'creation':
        return this.create(place, job, work);
      case 'update':
        return this.change(place, job, work.selection, (stored) => this.requests.change(place, stored, work.body));
      case 'deletion':
        return this.change(place, job, work.selection, deletionOf);
    }
  }

  private async create(place: CampaignPlace, job: CouponJobEntity, work: Creation): Promise<Step | undefined> {
    const settings = await this.requests.newSettings(place, work.body);
    const chunks = couponChunks({ ...work, settings }, job.chunk, job.chunk + CHUNKS_AT_ONCE);
    const replies = await this.requests.decide(place, 'bulk', chunks);
    const chunk = job.chunk + chunks.length;
    const created = (reply: ReplyRecord, index: number) => createdBy(reply, chunks[index]?.count ?? 0);
    return replies && { chunk, cursor: null, done: sumOf(replies.map(created)), ended: chunk >= chunksOf(work.count) };
  }

  /** A page of the selection. Coupons are read in the order of their ids, so what is changed moves no other. */
  private async change(
    place: CampaignPlace,
    { id, chunk, cursor }: CouponJobEntity,
    selection: CouponSelection,
    changeOf: (coupon: Coupon) => Promise<CouponChange>,
  ): Promise<Step | undefined> {
    const { application, campaign } = place;
    const page = { campaignId: campaign.id.toString(), pageSize: String(CHANGES_AT_ONCE), cursor: cursor ?? undefined };
    const found = await this.queries.list(application.id, { ...selection, ...page, total: 'false' });
    const changes = await Promise.all(found.data.map(changeOf));
    const asked = { kind: 'CouponsChangeReceived', batch: `job-${id}`, chunk, changes } as const;
    const replies = changes.length > 0 ? await this.requests.decide(place, 'bulk', [asked]) : [];
    const done = sumOf(replies?.map(({ payload }) => payload.decision.events.length) ?? []);
    const next = found.cursor ?? null;
    return replies && { chunk: chunk + 1, cursor: next, done, ended: next === null };
  }
}

function deletionOf({ id }: Coupon): Promise<CouponChange> {
  return Promise.resolve({ couponId: BigInt(id), settings: null });
}

/** A chunk that was sent before is `repeated`: it has created all that it was to. */
function createdBy({ payload }: ReplyRecord, count: number): number {
  const { outcome, events } = payload.decision;
  if (outcome === 'repeated') return count;
  return sumOf(events.map((event) => (event.kind === 'CouponsCreated' ? event.coupons.length : 0)));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
