import { formatAmount } from '@tessera/money';
import type { AudienceMembership, Profile, ProfileActivity } from '@tessera/promotion';
import { exponentOf } from './session';
import { type Json, type RenderSealed, renderAttributes, renderInstant } from './value';

/** One installation is one account. */
export const ACCOUNT_ID = 1;

/** One that ends by itself says when. */
export function renderMembership({ audience, name, until }: AudienceMembership): { [name: string]: Json } {
  return { id: Number(audience), name, ...(until !== null && { until: renderInstant(until) }) };
}

/** A customer profile as the public API shows it to one application; without activity there it never did anything. */
export function renderProfile(
  profile: Profile,
  activity: ProfileActivity | null,
  currency: string,
  sealed?: RenderSealed,
): { [name: string]: Json } {
  return {
    id: Number(profile.id),
    created: renderInstant(profile.created),
    integrationId: profile.integrationId,
    attributes: renderAttributes(profile.attributes, sealed),
    accountId: ACCOUNT_ID,
    closedSessions: Number(activity?.closedSessions ?? 0n),
    totalSales: formatAmount(activity?.totalSales ?? 0n, exponentOf(currency)),
    loyaltyMemberships: null,
    audienceMemberships: profile.audiences.map(renderMembership),
    lastActivity: renderInstant(activity?.lastActivity ?? profile.updated),
  };
}
