import type { Verdict } from '../decide';
import { Book } from '../loyalty/book';
import { dueOf } from '../loyalty/settle';
import type { LedgerChanged, ProfileChanged } from '../event';
import type { ClockTicked } from '../request';
import type { Instant } from '../value';
import { isCurrent } from './audience-moves';
import type { Desk } from './desk';
import { OF_NO_RULE, placed, type EffectDraft } from './effect-draft';
import { ledgerEffects } from './ledger-effects';
import { storedLedger } from './ledgers';
import { NOTHING_CREATED } from './numbers';
import { verdict } from './verdict';

/**
 * What dates have brought to ledgers: points that became active or expired, tiers that rose or ended; and memberships of audiences
 * that are over. Who was there before, a customer or an earlier tick, has booked it already; then there is nothing to do, so a
 * tick may come twice.
 */
export function decideTick(desk: Desk, { partition, ...request }: ClockTicked): Verdict {
  const { at } = desk.situation;
  const due = desk.due(partition, at) ?? [];
  const points = due.flatMap((row) => (row.kind === 'ledger' ? settled(desk, row.program, row.profile, at) : []));
  const exits = due.flatMap((row) => (row.kind === 'profile' ? left(desk, row.id, at) : []));
  const effects = placed([...ledgerEffects(points, []), ...exits.flatMap(({ effects: own }) => own)], 'final');
  const events = [...points, ...exits.map(({ event }) => event)];
  const complete = () => ({ events, effects, ruleFailures: [] });
  return verdict(desk, { ...request, partition }, { at, created: NOTHING_CREATED, complete });
}

function settled(desk: Desk, id: bigint, profile: string, at: Instant): LedgerChanged[] {
  const program = desk.situation.catalog.loyaltyProgram(id);
  const ledger = desk.ledger(id, profile);
  if (program === undefined || ledger === null) return [];
  const next = dueOf(ledger);
  if (next === null || next > at) return [];
  desk.writes({ kind: 'ledger', program: id, profile });
  return [{ kind: 'LedgerChanged', ...new Book(program, storedLedger(desk, program, profile), at).close() }];
}

/** A profile without the memberships that are over, and what integrations are told of each. */
interface Exits {
  readonly event: ProfileChanged;
  readonly effects: readonly EffectDraft[];
}

function left(desk: Desk, id: string, at: Instant): Exits[] {
  const profile = desk.profile(id);
  const over = profile?.audiences.filter((one) => !isCurrent(one, at)) ?? [];
  if (profile === null || over.length === 0) return [];
  desk.writes({ kind: 'profile', id });
  const audiences = profile.audiences.filter((one) => !over.includes(one));
  const effects = over.map(({ audience, name }) => ({
    ...OF_NO_RULE,
    type: 'removeFromAudience',
    props: { audienceId: audience, audienceName: name, profileIntegrationId: id, profileId: profile.id },
  }));
  return [
    {
      event: { kind: 'ProfileChanged', type: 'talon_profile_updated', profile: { ...profile, audiences, updated: at } },
      effects,
    },
  ];
}
