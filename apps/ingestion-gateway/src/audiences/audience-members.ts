import { Inject, Injectable } from '@nestjs/common';
import type { ProfileRequest } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import type { Call } from '../call/call';
import { ProfileBatch } from '../call/profile-batch';
import { profileRequest } from '../convert/profile';
import { PROFILE_PLACES } from '../convert/refusals';
import { InternalHttp } from '../reads/internal-http';
import { type Settings, SETTINGS } from '../settings';

/** So many profiles are changed at once. */
const PAGE = 500;

const members = z.object({
  cursor: z.string().optional(),
  data: z.array(z.object({ integrationId: z.string() })),
});

/** What is done with everybody in an audience: a request for each profile, since each knows itself where it is in. */
@Injectable()
export class AudienceMembers {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'PROFILE_PROJECTION_URL'>,
    private readonly http: InternalHttp,
    private readonly batch: ProfileBatch,
  ) {}

  /**
   * Makes the same change to all members, page after page, each decided before the next. When it breaks off, the same call
   * again goes on: what is done already changes nothing, and under the same key it is not done again. Throws ApiError 404 audience.not_found, 400, 503, 504.
   */
  async changeAll(
    call: Call,
    audience: bigint,
    change: Pick<ProfileRequest, 'attributes' | 'audiencesChanges'>,
  ): Promise<void> {
    requireAudience(call.caller, audience);
    for (let cursor: string | undefined; ;) {
      const { data, cursor: next } = await this.page(call.caller, audience, cursor);
      await this.batch.decide(
        call,
        data.map(({ integrationId }) => ({
          id: idOf(integrationId),
          request: profileRequest(integrationId, change, call.caller, false),
          places: PROFILE_PLACES,
        })),
      );
      if (next === undefined) return;
      cursor = next;
    }
  }

  private async page({ application }: Caller, audience: bigint, cursor: string | undefined) {
    const query = new URLSearchParams({ audience: String(audience), pageSize: String(PAGE), total: 'false' });
    if (cursor !== undefined) query.set('cursor', cursor);
    const answer = await this.http.ask({
      method: 'GET',
      url: `${this.settings.PROFILE_PROJECTION_URL}/internal/customer_profiles?${query.toString()}`,
      claims: { application: String(application.id) },
    });
    if (answer.status !== 200) throw new Error(`the profile projection answered ${answer.status}`);
    return members.parse(JSON.parse(answer.body.toString('utf8')));
  }
}

/** By its profile: sent again, a page may hold others. */
function idOf(profile: string): string {
  return createHash('sha256').update(profile).digest('base64url');
}

/** Throws ApiError 404. */
function requireAudience({ application, catalog }: Caller, id: bigint): void {
  if (catalog.audience(application.id, id) !== undefined) return;
  throw ApiError.notFound('audience.not_found', 'There is no such audience');
}
