import { Injectable } from '@nestjs/common';
import { profileKey, type ReplyRecord } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import { type Redemptions, sessionCoupons } from '../answer/state';
import type { Call } from '../call/call';
import { within } from '../replies/within';
import { ProjectionReads } from './projection-reads';

const redeemed = z.object({ data: z.array(z.object({ couponId: z.int(), count: z.int() })) });

/** A little more than the projection's own wait. A decision is answered though nobody can tell how often a coupon was redeemed. */
const WAIT_MS = 2_500;

/** What was decided on a call. A dry run has no place among the other decisions. */
export interface Decided {
  readonly call: Pick<Call, 'caller' | 'preference'>;
  readonly dry: boolean;
  readonly record: ReplyRecord;
  /** Names of what the answer is to hold: only with `coupons` anything is asked. */
  readonly content?: readonly string[] | null | undefined;
}

export interface FoundRedemptions {
  readonly redemptions: Redemptions;
  /** They may be older than they should be, or nobody can tell them. */
  readonly stale: boolean;
}

const UNKNOWN: FoundRedemptions = { redemptions: new Map(), stale: true };

/** How often profiles have redeemed coupons. */
@Injectable()
export class RedemptionReads {
  constructor(private readonly reads: ProjectionReads) {}

  /**
   * How often the decision's profile has redeemed the session's coupons, as the decision left it: what the decisions before it
   * came to, and what it redeemed itself, so that nobody waits until it is folded.
   */
  async of(decided: Decided): Promise<FoundRedemptions> {
    const coupons = decided.content?.includes('coupons') === true ? idsOf(decided.record) : [];
    const profile = decided.record.payload.profile?.integrationId ?? '';
    if (coupons.length === 0 || profile === '') return { redemptions: countsOf(coupons, new Map()), stale: false };
    const found = await this.before(decided, profile, coupons);
    if (found === undefined) return UNKNOWN;
    const counts = new Map(redeemed.parse(found.body).data.map(({ couponId, count }) => [BigInt(couponId), count]));
    for (const { couponId, delta } of redemptionsIn(decided.record, profile))
      counts.set(couponId, (counts.get(couponId) ?? 0) + Number(delta));
    return { redemptions: countsOf(coupons, counts), stale: found.stale };
  }

  /** Undefined: the read model does not answer, or not in time. */
  private before({ call, dry, record }: Decided, profile: string, coupons: readonly bigint[]) {
    const { id: application } = call.caller.application;
    const { position } = record.payload;
    const query = new URLSearchParams({ coupons: coupons.join(','), ...(!dry && { before: String(position) }) });
    const question = {
      projection: 'COUPON_PROJECTION_URL',
      path: `/applications/${application}/inventories/${encodeURIComponent(profile)}/redemptions?${query.toString()}`,
      entity: profileKey(application, profile),
      ...(!dry && { before: record.payload }),
    } as const;
    // A token is for reads: what a call wrote is no older than what went through this gateway.
    const found = this.reads.ask({ ...call.caller, readToken: undefined }, question).catch(unlessUnavailable);
    return within(found, Math.min(call.preference.waitMs ?? WAIT_MS, WAIT_MS));
  }
}

function unlessUnavailable(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 503) return undefined;
  throw error;
}

const countsOf = (coupons: readonly bigint[], counts: ReadonlyMap<bigint, number>): Redemptions =>
  new Map(coupons.map((id) => [id, counts.get(id) ?? 0]));

const idsOf = (record: ReplyRecord): bigint[] => sessionCoupons(record).map(({ id }) => id);

function redemptionsIn({ payload }: ReplyRecord, profile: string) {
  const changed = payload.decision.events.filter((event) => event.kind === 'CouponRedemptionChanged');
  return changed.filter(({ profileId }) => profileId === profile);
}
