import type { Catalog } from '../catalog';
import type { AudienceMembership } from '../profile';
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

/** What is wanted of audiences where it changes something: who is in already does not join, who is not in does not leave. */
export function moved(
  catalog: Catalog,
  application: bigint,
  before: readonly AudienceMembership[],
  { joins, leaves }: { readonly joins: readonly bigint[]; readonly leaves: readonly bigint[] },
  at: Instant,
): Moved {
  const wanted = [...new Set(joins)].filter((id) => !leaves.includes(id) && !isIn(before, id));
  const joining = wanted.flatMap((id) => catalog.audience(application, id) ?? []);
  const left = before.filter(({ audience }) => leaves.includes(audience));
  if (joining.length + left.length === 0) return { audiences: before, moves: NO_MOVES };
  const staying = before.filter((one) => !left.includes(one));
  const joined = joining.map(({ id, name }) => ({ audience: id, name, joined: at }));
  return {
    audiences: [...staying, ...joined],
    moves: { joined: joined.map(({ audience }) => audience), left: left.map(({ audience }) => audience) },
  };
}

export function isIn(memberships: readonly AudienceMembership[], id: bigint): boolean {
  return memberships.some(({ audience }) => audience === id);
}
