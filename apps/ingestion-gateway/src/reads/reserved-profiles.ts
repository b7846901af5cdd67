import { Injectable } from '@nestjs/common';
import { idLists } from '@tessera/api-contracts';
import { canonicalCode } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { CodeAttempts } from '../shed/code-attempts';
import { type Found, ProjectionReads } from './projection-reads';

const holders = z.object({ data: z.array(z.string()) });
const profiles = z.object({ data: z.array(z.looseObject({ integrationId: z.string() })) });

/** Under which a gateway remembers the last reservation of a coupon. */
export const reservationsOf = (application: bigint, code: string): string => `${application}/${canonicalCode(code)}`;

/** Who has a coupon reserved. */
@Injectable()
export class ReservedProfiles {
  constructor(
    private readonly reads: ProjectionReads,
    private readonly attempts: CodeAttempts,
  ) {}

  /** The first 1,000, but for those that their read model does not know yet: then it is stale. Throws ApiError 404 coupon.not_found, 429 coupon.attempts, 503. */
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
    const ids = holders.parse(found.body).data;
    const known = await this.known(caller, entity, ids);
    const shown = ids.flatMap((id) => known.byId.get(id) ?? []);
    return { profiles: shown, stale: found.stale || known.stale || shown.length < ids.length };
  }

  private async known(caller: Caller, entity: string, ids: readonly string[]) {
    const found = await Promise.all(idLists(ids).map((some) => this.ask(caller, entity, some)));
    const each = found.flatMap((one) => (one === undefined ? [] : profiles.parse(one.body).data));
    const byId = new Map(each.map((profile) => [profile.integrationId, profile]));
    return { byId, stale: found.some((one) => one?.stale !== false) };
  }

  private ask(caller: Caller, entity: string, ids: readonly string[]): Promise<Found | undefined> {
    const application = String(caller.application.id);
    const query = new URLSearchParams({ application, integrationIds: JSON.stringify(ids), total: 'false' });
    const path = `/customer_profiles?${query.toString()}`;
    return this.reads.ask(caller, { projection: 'PROFILE_PROJECTION_URL', path, entity });
  }
}
