import { renderInstant } from '@tessera/api-contracts';
import type { DecisionRecord } from '@tessera/event-contracts';
import type { DomainEvent, Giveaway, GiveawayAwarded, Instant } from '@tessera/promotion';

/** As the read model has it. */
type Code = Pick<Giveaway, 'id' | 'pool' | 'number' | 'code'>;

export interface GiveawayRow extends Code {
  readonly created: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
}

export interface AwardRow extends Code {
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
  const created = renderInstant(at);
  return event.giveaways.map(({ startDate, endDate, ...giveaway }) => ({
    ...codeOf(giveaway),
    ...{ created, startDate: dateOf(startDate), endDate: dateOf(endDate) },
  }));
}

function codeOf({ id, pool, number, code }: Code): Code {
  return { id, pool, number, code };
}

function dateOf(at: Instant | null): string | null {
  return at === null ? null : renderInstant(at);
}

function awards(event: DomainEvent, record: DecisionRecord): AwardRow[] {
  return event.kind === 'GiveawayAwarded' ? [awardOf(event, record)] : [];
}

function awardOf(event: GiveawayAwarded, { id, application, at }: DecisionRecord): AwardRow {
  const { giveaway, campaign, poolName, profileId, sessionId } = event;
  const award = { position: BigInt(id), application, campaign, poolName, profileId, sessionId };
  return { ...codeOf(giveaway), ...award, awarded: renderInstant(at) };
}
