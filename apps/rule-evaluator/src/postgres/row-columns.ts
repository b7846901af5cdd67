import { createHash } from 'node:crypto';
import { dueOf, membershipsDueOf } from '@tessera/promotion';
import type { StateRow, Stored } from '../ports';

/** An index of PostgreSQL takes 2,704 bytes; a character of a name may take three. */
const MAX_NAME = 800;

/** Where a row stands in `state`. Profiles, their points and giveaways belong to the account: their application is 0. */
export interface RowColumns {
  readonly kinds: readonly string[];
  readonly applications: readonly bigint[];
  readonly ids: readonly string[];
}

export function rowColumns(rows: readonly StateRow[]): RowColumns {
  return {
    kinds: rows.map((row) => row.kind),
    applications: rows.map((row) => ('application' in row ? row.application : 0n)),
    ids: rows.map(idOf),
  };
}

function idOf(row: StateRow): string {
  switch (row.kind) {
    case 'session':
    case 'profile':
    case 'eventId':
      return row.id;
    case 'activity':
      return row.profile;
    case 'ledger':
      return `${row.program}/${row.profile}`;
    case 'coupon':
      return row.canonical;
    case 'counter':
      return row.counter.length <= MAX_NAME ? row.counter : digestOf(row.counter);
    case 'achievement':
      return `${row.achievement}/${row.profile}`;
    case 'giveawayStock':
      return String(row.pool);
    case 'giveaway':
      return `${row.pool}/${row.number}`;
    case 'giveawayCode':
      return row.code.length <= MAX_NAME ? `${row.pool}/${row.code}` : `${row.pool}/${digestOf(row.code)}`;
  }
}

/** Of a name that may hold three ids of customers. No counter's own name begins with `#`, and no code that long is one. */
function digestOf(name: string): string {
  return `#${createHash('sha256').update(name).digest('hex')}`;
}

/** The profile of a session, to find it by when the profile is erased. */
export function ownerOf(stored: Stored): string | null {
  return stored.kind === 'session' && stored.value?.profileId ? stored.value.profileId : null;
}

/** The id of a coupon, to find its code by. */
export function numberOf(stored: Stored): bigint | null {
  return stored.kind === 'coupon' && stored.value ? stored.value.id : null;
}

/** When a row changes by itself next; null: never. */
export function dueColumn(stored: Stored): bigint | null {
  if (stored.kind === 'session') return stored.value?.idleAt ?? null;
  if (stored.kind === 'profile') return stored.value && membershipsDueOf(stored.value);
  return stored.kind === 'ledger' && stored.value ? dueOf(stored.value) : null;
}
