import * as fc from 'fast-check';
import { achievement, campaign, cancel, close, effect, effectsOf, item, NOON, reopen, rule, Shop } from '../testing';
import { expectLogToBeState } from './log.fixture';

// Goal: progress is what a card with stamps would have: one for each closed session of its week, torn off with it. The model
// keeps the stamps themselves; what the shop says is compared with it after each request.

const DAY = 86_400_000n;
const WEEK = 7n * DAY;
const TARGET = 3;

const SESSIONS = ['s1', 's2', 's3', 's4', 's5'];
const step = fc.record({
  kind: fc.constantFrom('close', 'cancel', 'reopen'),
  id: fc.constantFrom(...SESSIONS),
  days: fc.constantFrom(0n, 1n, 3n, 8n),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Card {
  readonly begun: bigint;
  readonly stamps: Set<string>;
  full: boolean;
}

interface Policy {
  readonly recurs: string;
  readonly keepsFull: boolean;
}

/** A customer's cards: the last one is in use as long as its week lasts. */
class Cards {
  private readonly cards: Card[] = [];
  private readonly states = new Map<string, string>();
  /** Sessions whose stamp stayed on a full card when they were undone. */
  private readonly stuck = new Set<string>();

  constructor(private readonly policy: Policy) {}

  /** What is said: the stamps on the card after a step forward, or back; undefined: nothing. */
  take({ kind, id }: Step, at: bigint): number | undefined {
    const state = this.states.get(id) ?? 'none';
    if (kind === 'close') return state === 'none' || state === 'open' ? this.close(id, at) : undefined;
    if (kind === 'reopen') return state === 'closed' ? this.undo(id, 'open') : undefined;
    if (state === 'none' || state === 'cancelled') return undefined;
    if (state === 'closed') return this.undo(id, 'cancelled');
    this.states.set(id, 'cancelled');
    return undefined;
  }

  private close(id: string, at: bigint): number | undefined {
    this.states.set(id, 'closed');
    const card = this.stuck.has(id) ? undefined : this.cardAt(at);
    if (card === undefined) return undefined;
    card.stamps.add(id);
    card.full = card.stamps.size >= TARGET;
    return card.stamps.size;
  }

  private cardAt(at: bigint): Card | undefined {
    const last = this.cards.at(-1);
    const runs = last !== undefined && at < last.begun + WEEK;
    if (runs && !last.full) return last;
    const { recurs } = this.policy;
    if (last !== undefined && (recurs === 'no_recurrence' || (runs && recurs === 'on_expiration'))) return undefined;
    const card = { begun: at, stamps: new Set<string>(), full: false };
    this.cards.push(card);
    return card;
  }

  private undo(id: string, state: string): number | undefined {
    this.states.set(id, state);
    const card = this.cards.find(({ stamps }) => stamps.has(id));
    if (card === undefined || this.stuck.has(id)) return undefined;
    if (card.full && this.policy.keepsFull) {
      this.stuck.add(id);
      return undefined;
    }
    card.stamps.delete(id);
    card.full = card.full && card.stamps.size >= TARGET;
    return card.stamps.size;
  }
}

const policies = fc.record({
  recurs: fc.constantFrom('no_recurrence', 'on_expiration', 'on_completion'),
  keepsFull: fc.boolean(),
});

function requestOf({ kind, id }: Step) {
  if (kind === 'close') return close(id, { profileId: 'anna', cartItems: [item('tea', 1000)] });
  return kind === 'cancel' ? cancel(id) : reopen(id);
}

function said(shop: Shop, one: Step): number | undefined {
  const { decision } = shop.when(requestOf(one));
  const [forward] = effectsOf(decision, 'increaseAchievementProgress');
  const [back] = effectsOf(decision, 'rollbackIncreasedAchievementProgress');
  // A repeated close is answered without effects of its own.
  const value = forward?.props['value'] ?? back?.props['currentProgress'];
  return value === undefined ? undefined : Number((value as { unscaled: bigint }).unscaled / 10_000n);
}

it('progress with an achievement is what a card with stamps would have, under every policy', () => {
  fc.assert(
    fc.property(policies, fc.array(step, { maxLength: 25 }), (policy, taken) => {
      const changes = {
        ...{ period: '7D', recurrencePolicy: policy.recurs },
        allowRollbackAfterCompletion: !policy.keepsFull,
      };
      const steps = rule('true', [effect('increaseAchievementProgress', { achievementId: 5n })]);
      const shop = new Shop([achievement(5n, 1n, TARGET, changes), ...campaign(1n, [steps])]);
      const cards = new Cards(policy);
      let at = NOON;
      for (const one of taken) {
        at += one.days * DAY;
        shop.at(at);
        expect(said(shop, one)).toBe(cards.take(one, at));
      }
      expectLogToBeState(shop);
    }),
    { numRuns: 200 },
  );
});
