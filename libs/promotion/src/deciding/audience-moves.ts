import type { Catalog } from '../catalog';
import type { AudienceMembership, Profile } from '../profile';
import type { ProfileUpdateReceived } from '../request';
import type { Instant } from '../value';

/** The audiences that a profile joins and leaves in one request. */
export interface AudienceMoves {
  readonly joined: readonly bigint[];
  readonly left: readonly bigint[];
}

export const NO_MOVES: AudienceMoves = { joined: [], left: [] };

/** Memberships, and how they came to be these. */
export interface Moved {
  readonly audiences: readonly AudienceMembership[];
  readonly moves: AudienceMoves;
}

type Wishes = Pick<ProfileUpdateReceived, 'joins' | 'leaves' | 'ends'>;

/**
 * What is wanted of audiences where it changes something: who is in already does not join, but is in until the end that is said
 * now; who is not in does not leave.
 */
export function moved(
  catalog: Catalog,
  application: bigint,
  before: readonly AudienceMembership[],
  { joins, leaves, ends }: Wishes,
  at: Instant,
): Moved {
  const left = before.filter((one) => leaves.includes(one.audience) && isCurrent(one, at));
  const wanted = [...new Set(joins)].filter((id) => !leaves.includes(id));
  const joining = wanted.flatMap((id) => catalog.audience(application, id) ?? []);
  let audiences: readonly AudienceMembership[] =
    left.length === 0 ? before : before.filter((one) => !left.includes(one));
  for (const { id, name } of joining) {
    audiences = withMembership(audiences, { audience: id, name, joined: at, until: endOf(id, ends) }, at);
  }
  const joined = joining.flatMap(({ id }) => (isIn(before, id, at) ? [] : [id]));
  const moves = { joined, left: left.map(({ audience }) => audience) };
  return { audiences, moves: joined.length + left.length === 0 ? NO_MOVES : moves };
}

function endOf(id: bigint, ends: Wishes['ends']): Instant | null {
  return ends.findLast(({ audience }) => audience === id)?.until ?? null;
}

/** With a membership; one that lasts keeps its beginning and takes the new end. The same list where nothing changes. */
export function withMembership(
  before: readonly AudienceMembership[],
  wanted: AudienceMembership,
  at: Instant,
): readonly AudienceMembership[] {
  const held = before.find((one) => one.audience === wanted.audience);
  if (held === undefined) return [...before, wanted];
  if (!isCurrent(held, at)) return [...before.filter((one) => one !== held), wanted];
  return held.until === wanted.until ? before : before.with(before.indexOf(held), { ...held, until: wanted.until });
}

export function isIn(memberships: readonly AudienceMembership[], id: bigint, at: Instant): boolean {
  return memberships.some((one) => one.audience === id && isCurrent(one, at));
}

/** Whether a membership lasts at an instant: its end is the first one without it. */
export function isCurrent({ until }: AudienceMembership, at: Instant): boolean {
  return until === null || at < until;
}

/** The next instant at which a membership ends by itself; null: none does. */
export function membershipsDueOf({ audiences }: Pick<Profile, 'audiences'>): Instant | null {
  return audiences.reduce<Instant | null>((first, { until }) => {
    return until !== null && (first === null || until < first) ? until : first;
  }, null);
}
