import type { ProfileChanged } from '../event';
import type { Profile } from '../profile';
import type { Instant } from '../value';
import type { Desk } from './desk';
import type { Draft } from './draft';
import { showLedgers } from './ledgers';

/** The profile that a request is about, as rules see it. One that was never seen is created, empty. */
export interface SubjectProfile {
  /** Null: anonymous. A created one has no number yet: its id is 0. */
  readonly profile: Profile | null;
  readonly isNew: boolean;
}

const ANONYMOUS: SubjectProfile = { profile: null, isNew: false };

export function subjectProfile(desk: Desk, id: string, at: Instant): SubjectProfile {
  if (id === '') return ANONYMOUS;
  const stored = desk.profile(id);
  showLedgers(desk, id);
  if (stored !== null) return { profile: stored, isNew: false };
  desk.writes({ kind: 'profile', id });
  return { profile: newProfile(id, at), isNew: true };
}

export function newProfile(integrationId: string, at: Instant): Profile {
  return { id: 0n, integrationId, attributes: {}, created: at, updated: at, audiences: [] };
}

/** What rules can write of a profile. */
export type Written = Pick<Profile, 'attributes' | 'audiences'>;

/** Of an anonymous session there is nothing to write. */
export const NOBODY: Written = { attributes: {}, audiences: [] };

export function writtenBy({ profileAttributes: attributes, audiences }: Draft): Written {
  return { attributes, audiences };
}

/** What nobody wrote is the same object as before. */
function isWritten(profile: Profile, { attributes, audiences }: Written): boolean {
  return attributes !== profile.attributes || audiences !== profile.audiences;
}

/** Reads a profile and its points that the decision does not depend on, so that the answer can show them. */
export function showProfile(desk: Desk, id: string): void {
  if (id === '') return;
  desk.profile(id);
  showLedgers(desk, id);
}

/** What becomes of the profile when rules have written it; no event where nothing changed. */
export function profileEvents(
  { profile, isNew }: SubjectProfile,
  written: Written,
  number: bigint,
  at: Instant,
): ProfileChanged[] {
  if (profile === null || (!isNew && !isWritten(profile, written))) return [];
  const type = isNew ? 'talon_profile_created' : 'talon_profile_updated';
  const id = isNew ? number : profile.id;
  const { attributes, audiences } = written;
  return [{ kind: 'ProfileChanged', type, profile: { ...profile, id, attributes, audiences, updated: at } }];
}

/** Rules that wrote the profile make it a row that this decision writes. */
export function writeProfile(desk: Desk, { profile }: SubjectProfile, written: Written): void {
  if (profile !== null && isWritten(profile, written)) desk.writes({ kind: 'profile', id: profile.integrationId });
}
