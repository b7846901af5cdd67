import { Injectable } from '@nestjs/common';
import { canonicalCode } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { CodeAttempts } from '../shed/code-attempts';
import { Inventories } from './inventories';
import { type Found, ProjectionReads } from './projection-reads';

/** Profiles that are asked for at the same time. */
const AT_ONCE = 20;

const holders = z.object({ data: z.array(z.string()) });

/** Under which a gateway remembers the last reservation of a coupon. */
export const reservationsOf = (application: bigint, code: string): string => `${application}/${canonicalCode(code)}`;

/** Who has a coupon reserved. */
@Injectable()
export class ReservedProfiles {
  constructor(
    private readonly reads: ProjectionReads,
    private readonly inventories: Inventories,
    private readonly attempts: CodeAttempts,
  ) {}

  /** The first 1,000. Throws ApiError 404 coupon.not_found, 429 coupon.attempts, 503. */
  async of(caller: Caller, code: string): Promise<{ readonly profiles: unknown[]; readonly stale: boolean }> {
    const trier = { caller, profileIds: [] };
    await this.attempts.assertAllowed(trier);
    const { id: application } = caller.application;
    const path = `/applications/${application}/coupon_reservations/${encodeURIComponent(code)}`;
    const entity = reservationsOf(application, code);
    const found = await this.reads.ask(caller, { projection: 'COUPON_PROJECTION_URL', path, entity });
    if (found === undefined) {
      await this.attempts.count(trier, 1);
      throw ApiError.notFound('coupon.not_found', 'There is no such coupon');
    }
    const profiles = await this.all(caller, holders.parse(found.body).data);
    return { profiles: profiles.map(({ body }) => body), stale: [found, ...profiles].some(({ stale }) => stale) };
  }

  private async all(caller: Caller, ids: readonly string[]): Promise<Found[]> {
    const found: Found[] = [];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      found.push(...(await Promise.all(some.map((id) => this.inventories.profile(caller, id)))));
    }
    return found;
  }
}
