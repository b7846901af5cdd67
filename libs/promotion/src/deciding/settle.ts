import type { Campaign, EvaluationGroup } from '../catalog-event';
import type { Exclusion } from '../effect';
import { discountsByLine, type Bill } from './bill';

/** Why a campaign that would have given something did not come to it. */
export type ExclusionReason =
  'CampaignIsNotFirst' | 'CampaignGaveLowerDiscount' | 'CampaignGaveHigherDiscount' | 'CampaignNotInEvaluationSet';

/** The lines that a campaign may discount; null: all, and the session as a whole. */
export type Lines = ReadonlySet<number> | null;

/** A campaign whose rules were tried, or are going to be, and what came of it. */
export interface Tried {
  readonly kind: 'tried';
  readonly campaign: Campaign;
  readonly lines: Lines;
  readonly triggered: boolean;
  /** What was left to pay, and what it left of that. */
  readonly before: Bill;
  readonly after: Bill;
}

/** A campaign that lost in a group, as a whole, or some lines. */
export interface Lost {
  readonly kind: 'lost';
  readonly campaign: Campaign;
  readonly exclusion: Exclusion;
  readonly lines: Lines;
}

/** What a group settled: its entries take no notice of each other. */
interface Apart {
  readonly kind: 'apart';
  readonly entries: readonly Entry[];
}

export type Turn = Tried | Lost | Apart;

/** What competes in a group: a campaign, or a group with what it settled. */
export type Entry = readonly Turn[];

/**
 * Who gives in a group that excludes, and who lost, from what all of them gave when each was tried alone. What would give
 * nothing loses nothing: it may say why.
 */
export function settled(group: EvaluationGroup, entries: readonly Entry[]): Turn {
  return { kind: 'apart', entries: group.scope === 'cartItem' ? forLines(group, entries) : forSession(group, entries) };
}

/** What an entry has to offer, in minor units. */
interface Offer {
  readonly entry: Entry;
  readonly amount: bigint;
}

function forSession(group: EvaluationGroup, entries: readonly Entry[]): readonly Entry[] {
  const offers = entries.flatMap((entry) => {
    const tried = triedOf(entry);
    const amount = tried.reduce((sum, { before, after }) => sum + before.total - after.total, 0n);
    return tried.some(({ triggered }) => triggered) ? [{ entry, amount }] : [];
  });
  const best = winnerOf(group, offers);
  return entries.map((entry) => {
    const own = offers.find((offer) => offer.entry === entry);
    return best === undefined || own === undefined || own === best ? entry : lost(entry, exclusionOf(group, own, best));
  });
}

/** All that would have given in an entry; what had lost within it stays as it is. */
function lost(entry: Entry, exclusion: Exclusion): Entry {
  return leavesOf(entry).flatMap((turn): Lost[] => {
    if (turn.kind === 'lost') return turn.lines === null ? [turn] : [];
    return turn.triggered ? [{ kind: 'lost', campaign: turn.campaign, exclusion, lines: null }] : [];
  });
}

/** The winner of one line. */
interface LineWinner {
  readonly line: number;
  readonly best: Offer;
  readonly offers: readonly Offer[];
}

/** Each line is settled by itself; an entry that discounts none competes for none. */
function forLines(group: EvaluationGroup, entries: readonly Entry[]): readonly Entry[] {
  const offers = offersByLine(entries);
  const winners = Array.from(offers, ([line, own]) => ({ line, offers: own, best: winnerOf(group, own) }));
  return entries.map((entry) => {
    const competed = winners.flatMap(({ line, best, offers: own }): LineWinner[] =>
      best !== undefined && own.some((offer) => offer.entry === entry) ? [{ line, best, offers: own }] : [],
    );
    return competed.length === 0 ? entry : entry.flatMap((turn) => onLinesWon(group, turn, entry, competed));
  });
}

/** What each entry takes off each line, in the order of the entries. */
function offersByLine(entries: readonly Entry[]): ReadonlyMap<number, readonly Offer[]> {
  const lines = new Map<number, Offer[]>();
  for (const entry of entries) {
    for (const [line, amount] of sumsByLine(entry)) {
      const offers = lines.get(line) ?? [];
      lines.set(line, offers);
      offers.push({ entry, amount });
    }
  }
  return lines;
}

function sumsByLine(entry: Entry): ReadonlyMap<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { before, after } of triedOf(entry)) {
    for (const [line, amount] of discountsByLine(before, after)) sums.set(line, (sums.get(line) ?? 0n) + amount);
  }
  return sums;
}

/** A turn as it may go on when its entry competed for these lines. */
function onLinesWon(group: EvaluationGroup, turn: Turn, entry: Entry, competed: readonly LineWinner[]): Turn[] {
  if (turn.kind === 'lost') return [turn];
  if (turn.kind === 'tried') return triedOnLinesWon(group, turn, entry, competed);
  const entries = turn.entries.map((each) => each.flatMap((inner) => onLinesWon(group, inner, entry, competed)));
  return [{ kind: 'apart', entries }];
}

function triedOnLinesWon(
  group: EvaluationGroup,
  turn: Tried,
  entry: Entry,
  competed: readonly LineWinner[],
): (Tried | Lost)[] {
  const own = discountsByLine(turn.before, turn.after);
  const missed = competed.filter(({ line, best }) => own.has(line) && best.entry !== entry);
  const won = new Set(competed.filter(({ best }) => best.entry === entry).map(({ line }) => line));
  const next: Tried = { ...turn, lines: turn.lines === null ? won : intersection(turn.lines, won) };
  const [first] = missed;
  if (first === undefined) return [next];
  const offer = first.offers.find((each) => each.entry === entry) ?? first.best;
  const exclusion = exclusionOf(group, offer, first.best);
  const whole = missed.length === own.size;
  const lines = whole ? null : new Set(missed.map(({ line }) => line));
  const gone: Lost = { kind: 'lost', campaign: turn.campaign, exclusion, lines };
  return whole ? [gone] : [next, gone];
}

function intersection(one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...one].filter((line) => other.has(line)));
}

/** Of equal offers the first. Where the lowest discount wins, an offer without any only does so among its like. */
function winnerOf({ mode }: EvaluationGroup, offers: readonly Offer[]): Offer | undefined {
  if (mode === 'listOrder') return offers[0];
  const discounts = offers.filter(({ amount }) => amount > 0n);
  const [first, ...others] = discounts.length > 0 ? discounts : offers;
  if (first === undefined) return undefined;
  return others.reduce((best, offer) => (beats(mode, offer, best) ? offer : best), first);
}

function beats(mode: string, one: Offer, other: Offer): boolean {
  return mode === 'lowestDiscount' ? one.amount < other.amount : one.amount > other.amount;
}

function exclusionOf({ id, mode }: EvaluationGroup, own: Offer, best: Offer): Exclusion {
  return { group: id, mode, reason: reasonOf(mode, own.amount, best.amount) };
}

/** An equal offer lost because it comes later. */
function reasonOf(mode: string, own: bigint, best: bigint): ExclusionReason {
  if (mode === 'listOrder' || own === best) return 'CampaignIsNotFirst';
  return own < best ? 'CampaignGaveLowerDiscount' : 'CampaignGaveHigherDiscount';
}

function leavesOf(entry: Entry): (Tried | Lost)[] {
  return entry.flatMap((turn) => (turn.kind === 'apart' ? turn.entries.flatMap(leavesOf) : [turn]));
}

function triedOf(entry: Entry): Tried[] {
  return leavesOf(entry).filter((turn) => turn.kind === 'tried');
}
