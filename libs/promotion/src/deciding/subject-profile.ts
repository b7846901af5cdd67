import type { ProfileChanged } from '../event';
import type { Profile } from '../profile';
import type { Attributes, Instant } from '../value';
import type { Desk } from './desk';
import { showLedgers } from './ledgers';

/** The profile that a request is about, as rules see it. One that was never seen is created, empty. */
export interface SubjectProfile {
  /** Null: anonymous. A created one has no number yet: its id is 0. */
  readonly profile: Profile | null;
  readonly isNew: boolean;
}

export const ANONYMOUS: SubjectProfile = { profile: null, isNew: false };

export function subjectProfile(desk: Desk, id: string, at: Instant): SubjectProfile {
  if (id === '') return ANONYMOUS;
  const stored = desk.profile(id);
  showLedgers(desk, id);
  if (stored !== null) return { profile: stored, isNew: false };
  desk.writes({ kind: 'profile', id });
  return { profile: { id: 0n, integrationId: id, attributes: {}, created: at, updated: at }, isNew: true };
}

/** Reads a profile and its points that the decision does not depend on, so that the answer can show them. */
export function showProfile(desk: Desk, id: string): void {
  if (id === '') return;
  desk.profile(id);
  showLedgers(desk, id);
}

/** What becomes of the profile when rules have written its attributes; no event where nothing changed. */
export function profileEvents(
  { profile, isNew }: SubjectProfile,
  attributes: Attributes,
  number: bigint,
  at: Instant,
): ProfileChanged[] {
  if (profile === null || (!isNew && attributes === profile.attributes)) return [];
  const type = isNew ? 'talon_profile_created' : 'talon_profile_updated';
  const id = isNew ? number : profile.id;
  return [{ kind: 'ProfileChanged', type, profile: { ...profile, id, attributes, updated: at } }];
}

/** Rules that wrote an attribute of the profile make it a row that this decision writes. */
export function writeProfile(desk: Desk, { profile }: SubjectProfile, attributes: Attributes): void {
  if (profile !== null && attributes !== profile.attributes)
    desk.writes({ kind: 'profile', id: profile.integrationId });
}
