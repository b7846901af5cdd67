import { renderInstant } from '@tessera/api-contracts';
import type { DecisionRecord } from '@tessera/event-contracts';
import type { DomainEvent, GiveawayAwarded, Giveaway } from '@tessera/promotion';

export interface GiveawayRow extends Giveaway {
  readonly created: string;
}

export interface AwardRow extends Giveaway {
  readonly position: bigint;
  readonly application: bigint;
  readonly campaign: bigint;
  readonly poolName: string;
  readonly profileId: string;
  readonly sessionId: string | null;
  readonly awarded: string;
}

/** What decisions say of giveaways. */
export interface GiveawayChanges {
  readonly giveaways: readonly GiveawayRow[];
  readonly awards: readonly AwardRow[];
}

export function foldGiveaways(records: readonly DecisionRecord[]): GiveawayChanges {
  return {
    giveaways: records.flatMap((record) => record.payload.events.flatMap((event) => added(event, record))),
    awards: records.flatMap((record) => record.payload.events.flatMap((event) => awards(event, record))),
  };
}

function added(event: DomainEvent, { at }: DecisionRecord): GiveawayRow[] {
  if (event.kind !== 'GiveawaysAdded') return [];
  return event.giveaways.map((giveaway) => ({ ...giveaway, created: renderInstant(at) }));
}

function awards(event: DomainEvent, record: DecisionRecord): AwardRow[] {
  return event.kind === 'GiveawayAwarded' ? [awardOf(event, record)] : [];
}

function awardOf(event: GiveawayAwarded, { id, application, at }: DecisionRecord): AwardRow {
  const { giveaway, campaign, poolName, profileId, sessionId } = event;
  const award = { position: BigInt(id), application, campaign, poolName, profileId, sessionId };
  return { ...giveaway, ...award, awarded: renderInstant(at) };
}
