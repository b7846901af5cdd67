import {
  type Json,
  keepSealed,
  renderAttributes,
  renderInstant,
  renderMembership,
  renderTracker,
} from '@tessera/api-contracts';
import type { Erasure } from '@tessera/projection';
import type { DecisionRecord } from '@tessera/event-contracts';
import type { DomainEvent } from '@tessera/promotion';
import { type EntryRow, ledgerChanges, type LedgerRow } from './ledger.fold';

export interface ProfileRow {
  readonly integrationId: string;
  readonly position: bigint;
  readonly id: bigint;
  readonly created: string;
  readonly updated: string;
  readonly attributes: Json;
  readonly audiences: Json;
}

export interface ActivityRow {
  readonly application: bigint;
  readonly profileId: string;
  readonly position: bigint;
  readonly closedSessions: bigint;
  readonly totalSales: bigint;
  readonly lastActivity: string;
  readonly currency: string;
}

export interface AchievementRow {
  readonly application: bigint;
  readonly profileId: string;
  readonly achievement: bigint;
  readonly position: bigint;
  readonly trackers: Json;
}

/** What decisions change in this read model. */
export interface Changes {
  readonly profiles: readonly ProfileRow[];
  readonly activities: readonly ActivityRow[];
  readonly achievements: readonly AchievementRow[];
  readonly erasures: readonly Erasure[];
  readonly ledgers: readonly LedgerRow[];
  readonly entries: readonly EntryRow[];
}

type Change =
  | { readonly achievement: AchievementRow }
  | { readonly profile: ProfileRow }
  | { readonly activity: ActivityRow }
  | { readonly erasure: Erasure };

function changeOf(event: DomainEvent, { id, application, currency }: DecisionRecord): Change[] {
  const position = BigInt(id);
  switch (event.kind) {
    case 'ProfileChanged': {
      const { profile } = event;
      return [
        {
          profile: {
            integrationId: profile.integrationId,
            position,
            id: profile.id,
            created: renderInstant(profile.created),
            updated: renderInstant(profile.updated),
            attributes: renderAttributes(profile.attributes, keepSealed),
            audiences: profile.audiences.map(renderMembership),
          },
        },
      ];
    }
    case 'ProfileOpeningChanged':
    case 'ProfileActivityChanged': {
      const { lastActivity, ...activity } = event.activity;
      return [{ activity: { ...activity, position, lastActivity: renderInstant(lastActivity), currency } }];
    }
    case 'AchievementProgressChanged': {
      const { achievement, profileId, trackers } = event.progress;
      return [
        { achievement: { application, profileId, achievement, position, trackers: trackers.map(renderTracker) } },
      ];
    }
    case 'ProfileErased':
      return [{ erasure: { profileId: event.profileId, position } }];
    default:
      return [];
  }
}

/** Folds decisions, in the order of one partition, into what changes; pure, so that a second run changes nothing. */
export function fold(records: readonly DecisionRecord[]): Changes {
  const changes = records.flatMap((record) => record.payload.events.flatMap((event) => changeOf(event, record)));
  const points = records.map(ledgerChanges);
  return {
    ledgers: newest(
      points.flatMap(({ ledgers }) => ledgers),
      ({ program, profileId }) => `${program}/${profileId}`,
    ),
    entries: points.flatMap(({ entries }) => entries),
    profiles: newest(
      changes.flatMap((change) => ('profile' in change ? [change.profile] : [])),
      ({ integrationId }) => integrationId,
    ),
    activities: newest(
      changes.flatMap((change) => ('activity' in change ? [change.activity] : [])),
      ({ application, profileId }) => `${application}:${profileId}`,
    ),
    achievements: newest(
      changes.flatMap((change) => ('achievement' in change ? [change.achievement] : [])),
      ({ application, profileId, achievement }) => `${application}:${achievement}:${profileId}`,
    ),
    erasures: changes.flatMap((change) => ('erasure' in change ? [change.erasure] : [])),
  };
}

/** One row per key, the last: within a partition positions rise, and an upsert may not touch a row twice. */
function newest<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
