import { Injectable } from '@nestjs/common';
import type { CouponJob, ListQuery, NewCoupons, UpdateCoupon, UpdateCouponBatch } from '@tessera/api-contracts';
import { ApiError, Clock } from '@tessera/service-kit';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { Actor } from '../auth/actor';
import type { Place } from '../campaigns/find-campaign';
import { nextCatalogId } from '../catalog-log/catalog-transaction';
import { assertPattern, codePattern } from '../coupons/coupon-chunks';
import { CouponRequests } from '../coupons/coupon-requests';
import { type Page, Pages } from '../lists/pages';
import { CouponJobEntity, type CouponSelection, type JobWork } from './coupon-job.entity';
import { renderJob } from './coupon-job.wire';
import { JobRunner } from './job-runner';

/** How often a call that waits for its job looks after it. */
const LOOK_MS = 50;

/** Begins jobs, shows them, cancels them. */
@Injectable()
export class CouponJobs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly requests: CouponRequests,
    private readonly pages: Pages,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  /** Throws ApiError 404; 400 coupon.*, limit.*, attribute.*. */
  async create(place: Place, actor: Actor, body: NewCoupons): Promise<CouponJob> {
    const { numberOfCoupons: count, couponPattern, uniquePrefix, validCharacters, ...settings } = body;
    const found = await this.requests.place(place);
    await this.requests.newSettings(found, settings);
    const pattern = codePattern({ couponPattern, uniquePrefix, validCharacters }, found.campaign.couponSettings);
    assertPattern(pattern, count);
    return this.begin(place, actor, { kind: 'creation', batch: randomUUID(), count, pattern, body: settings });
  }

  /** As in the reference, dates that the body leaves out become none. Throws ApiError 404. */
  update(place: Place, actor: Actor, { batchID, ...body }: UpdateCouponBatch): Promise<CouponJob> {
    const change = { ...body, startDate: body.startDate ?? null, expiryDate: body.expiryDate ?? null };
    return this.change(place, actor, { batchId: batchID }, change);
  }

  /** Changes all coupons of the campaign that the selection names. Throws ApiError 404. */
  change(place: Place, actor: Actor, selection: CouponSelection, body: UpdateCoupon): Promise<CouponJob> {
    return this.begin(place, actor, { kind: 'update', selection, body });
  }

  /** Deletes all coupons of the campaign that the selection names. Throws ApiError 404. */
  delete(place: Place, actor: Actor, selection: CouponSelection): Promise<CouponJob> {
    return this.begin(place, actor, { kind: 'deletion', selection });
  }

  /** Throws ApiError 404; 400 page.*, cursor.invalid. */
  async list(place: Place, query: ListQuery): Promise<Page<CouponJob>> {
    await this.requests.place(place);
    return this.pages.read<CouponJobEntity, CouponJob>({
      list: `coupon_jobs ${place.campaignId}`,
      entity: CouponJobEntity,
      query,
      where: (rows) => rows.where('row.applicationId = :applicationId AND row.campaignId = :campaignId', place),
      show: renderJob,
    });
  }

  /** Throws ApiError 404. */
  async one(place: Place, id: bigint): Promise<CouponJob> {
    return renderJob(await this.find(place, id));
  }

  /** What is done until then stays; a job that has ended stays as it is. Throws ApiError 404. */
  async cancel(place: Place, id: bigint): Promise<void> {
    await this.find(place, id);
    await this.dataSource.manager.update(CouponJobEntity, { id, state: 'running' }, { state: 'cancelled' });
  }

  /**
   * Waits for the job. @returns whether it has ended in this time
   * Throws ApiError: why it failed.
   */
  async ended(place: Place, { id }: CouponJob, timeoutMs: number): Promise<boolean> {
    for (const until = this.clock.now() + BigInt(timeoutMs); ;) {
      const { state, failure } = await this.find(place, BigInt(id));
      if (failure) throw new ApiError(failure.status, failure.errors);
      if (state !== 'running' || this.clock.now() >= until) return state !== 'running';
      await delay(LOOK_MS);
    }
  }

  private async begin(place: Place, actor: Actor, work: JobWork): Promise<CouponJob> {
    const { application, campaign } = await this.requests.place(place);
    const { manager } = this.dataSource;
    const now = new Date(Number(this.clock.now()));
    const job = manager.create(CouponJobEntity, {
      ...{ id: await nextCatalogId(manager), applicationId: application.id, campaignId: campaign.id, work },
      ...{ state: 'running', chunk: 0, cursor: null, done: 0, sentAt: null, failure: null },
      ...{ createdBy: actor.userId, created: now, updated: now },
    });
    await manager.save(job);
    this.runner.wake();
    return renderJob(job);
  }

  private async find({ applicationId, campaignId }: Place, id: bigint): Promise<CouponJobEntity> {
    const job = await this.dataSource.manager.findOneBy(CouponJobEntity, { id, applicationId, campaignId });
    if (job) return job;
    throw ApiError.notFound('coupon_job.not_found', 'There is no such job');
  }
}
