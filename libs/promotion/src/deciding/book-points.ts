import type { LedgerChanged } from '../event';
import type { Deduction } from '../ledger';
import { isInstant, isList, isMap } from '../attributes/kind';
import { wholeIn } from '../effects/prop-value';
import { ON_ACTION } from '../loyalty/balance';
import { type Addition, Book } from '../loyalty/book';
import type { Attributes, Instant, Value } from '../value';
import type { Desk } from './desk';
import type { EffectDraft } from './effect-draft';
import { storedLedger } from './ledgers';

/** Whose points, and in which session; null: in none. */
export interface PointsOwner {
  readonly profileId: string;
  readonly sessionId: string | null;
}

/** With what the decision makes of the profile's attributes. */
export interface WrittenOwner extends PointsOwner {
  readonly attributes: Attributes;
}

export interface BookedPoints {
  readonly events: readonly LedgerChanged[];
  readonly deductions: readonly Deduction[];
}

/** One decision's books, one for each program of a profile, opened when something is booked in it. */
export class Books {
  private readonly books = new Map<string, Book>();

  constructor(
    private readonly desk: Desk,
    private readonly profileId: string,
    private readonly at: Instant,
    private readonly attributes?: Attributes,
  ) {}

  /** @param profile mostly the one that the decision is about. Undefined: there is no such program. */
  of(id: bigint, profile = this.profileId): Book | undefined {
    const program = this.desk.situation.catalog.loyaltyProgram(id);
    if (program === undefined) return undefined;
    const key = `${id}/${profile}`;
    const known = this.books.get(key);
    if (known !== undefined) return known;
    const written = profile === this.profileId ? this.attributes : undefined;
    const book = new Book(program, storedLedger(this.desk, program, profile, written), this.at);
    this.desk.writes({ kind: 'ledger', program: id, profile });
    this.books.set(key, book);
    return book;
  }

  /** Opens those whose tiers end at another time since the profile's attributes are others. */
  openMoved(): void {
    const { catalog, application } = this.desk.situation;
    if (this.profileId === '') return;
    for (const program of catalog.loyaltyPrograms(application)) {
      const before = this.desk.ledger(program.id, this.profileId);
      if (before === null) continue;
      if (storedLedger(this.desk, program, this.profileId, this.attributes) !== before) this.of(program.id);
    }
  }

  events(): LedgerChanged[] {
    const closed = [...this.books.values()].map((book) => book.close());
    return closed.map((one) => ({ kind: 'LedgerChanged', ...one }));
  }
}

/**
 * What a decision does to the profile's ledgers, and to those of others that it gives to: what its effects move, and tiers that end at another time by its attributes.
 * Deductions come first: nobody spends what the same rules give. Nor does what they give get another expiry by them.
 */
export function bookPoints(
  desk: Desk,
  owner: WrittenOwner,
  at: Instant,
  effects: readonly EffectDraft[],
): BookedPoints {
  const books = new Books(desk, owner.profileId, at, owner.attributes);
  books.openMoved();
  const deductions = effects.flatMap((effect) => (effect.type === 'deductLoyaltyPoints' ? [effect] : []));
  const taken = deductions.map((effect) => deduct(books, effect, owner));
  for (const effect of effects) if (EXPIRY_CHANGES.includes(effect.type)) changeExpiry(books, effect, owner);
  for (const effect of effects) {
    if (effect.type !== 'addLoyaltyPoints') continue;
    books.of(programIn(effect), recipientOf(effect))?.add(additionOf(effect, owner, at));
  }
  return { events: books.events(), deductions: taken };
}

const EXPIRY_CHANGES = ['setLoyaltyPointsExpiryDate', 'extendLoyaltyPointsExpiryDate'];

/** Of the additions that the effect names, those that the deductions left. */
function changeExpiry(books: Books, effect: EffectDraft, owner: PointsOwner): void {
  const { affectedTransactions: affected, subLedgerId } = effect.props;
  const changes = affected !== undefined && isList(affected) ? affected.items.filter(isMap) : [];
  const expiries = changes.flatMap(({ entries: { transactionUUID, newExpiryDate } }) => {
    const expiry = dateIn(newExpiryDate);
    return expiry === null ? [] : [[textIn(transactionUUID), expiry] as const];
  });
  const { campaign, ruleset, ruleName } = effect;
  const origin = { campaign, ruleset, ruleName, sessionId: owner.sessionId, importId: 0n };
  books.of(programIn(effect))?.changeExpiry(textIn(subLedgerId), new Map(expiries), origin);
}

function deduct(books: Books, effect: EffectDraft, owner: PointsOwner): Deduction {
  const movement = movementOf(effect, owner);
  const takes = books.of(programIn(effect))?.deduct(movement) ?? [];
  return { transactionUUID: movement.transactionUUID, takes };
}

export function programIn({ props }: EffectDraft): bigint {
  return wholeIn(props['programId']);
}

/** Whose points an effect gives. */
export function recipientOf({ props }: EffectDraft): string {
  return textIn(props['recipientIntegrationId']);
}

/** The effect's own addition, with all of its points. */
export function additionOf(effect: EffectDraft, owner: PointsOwner, at: Instant): Addition {
  const { startDate, expiryDate, awaitsActivation, validityDuration } = effect.props;
  const dates = { start: dateIn(startDate) ?? at, expiry: dateIn(expiryDate), validity: null };
  const waiting = { start: ON_ACTION, validity: textIn(validityDuration) };
  return { ...movementOf(effect, owner), ...dates, ...(awaitsActivation === true && waiting) };
}

export function movementOf(
  effect: EffectDraft,
  { sessionId }: PointsOwner,
): Omit<Addition, 'start' | 'expiry' | 'validity'> {
  const { campaign, ruleset, ruleName, props } = effect;
  const { subLedgerId, transactionUUID, name, value } = props;
  return {
    subledger: textIn(subLedgerId),
    points: wholeIn(value),
    transactionUUID: textIn(transactionUUID),
    name: textIn(name),
    ...{ campaign, ruleset, ruleName, sessionId, importId: 0n },
  };
}

function textIn(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

function dateIn(value: Value | undefined): Instant | null {
  return value !== undefined && isInstant(value) ? value.at : null;
}
