import { canonicalCode } from '../codes/canonical-code';
import type { Coupon } from '../coupon';
import { remainingTotal } from '../deciding/returned-units';
import type { DomainEvent } from '../event';
import { HISTORY_LIMITS } from '../rules/environment';
import { rowKey, rowName } from '../rows';
import type { Session } from '../session';
import type { Instant } from '../value';
import type { History, PastEvent, PastSession, Row } from '../world';
import { rowsAfter, type CouponCounters, type Happened, type WrittenRow } from './rows-after';

/** What a decision wrote of a row: an index that keeps these by name finds what a row was at any position. */
export interface RowVersion {
  /**
   * `coupon` is its creation by its code, `couponId` a change of its settings, `couponUse` and `couponReservation` are
   * changes of its counters.
   */
  readonly kind: Row['kind'] | 'couponUse' | 'couponReservation';
  readonly name: string;
}

/** A decision that wrote a row, as far as rows are concerned. */
export interface PastDecision extends Happened {
  readonly position: bigint;
  readonly events: readonly DomainEvent[];
}

const CLOSED: ReadonlySet<string> = new Set(['closed', 'partially_returned']);

/** What a decision wrote, each once. */
export function rowVersions(happened: Happened, events: readonly DomainEvent[]): RowVersion[] {
  const versions = [...rowsAfter(happened, events).map(versionOf), ...events.flatMap((event) => pastOf(event) ?? [])];
  return [...new Map(versions.map((one) => [`${one.kind}/${one.name}`, one])).values()];
}

function versionOf(written: WrittenRow): RowVersion {
  const { row } = written;
  return { kind: 'counters' in written ? countersKind(written.counters) : row.kind, name: rowName(row) };
}

function countersKind(counters: Partial<CouponCounters>): RowVersion['kind'] {
  return counters.reservationCounter === undefined ? 'couponUse' : 'couponReservation';
}

/** A session that closes or is opened again changes the past of its profile. */
function pastOf(event: DomainEvent): RowVersion | undefined {
  if (event.kind !== 'SessionChanged' || event.session.profileId === '') return undefined;
  const { application, profileId, state, closedAt } = event.session;
  const touches = CLOSED.has(state) || closedAt !== null || event.type === 'talon_session_reopened';
  return touches ? { kind: 'history', name: `${application}/${profileId}` } : undefined;
}

type Plain = Exclude<Row['kind'], 'coupon' | 'couponId' | 'history' | 'due'>;

/** The row as the last decision that wrote it left it. */
export function rowAsWritten<V>(row: Extract<Row, { kind: Plain }>, decision: PastDecision): V | null {
  const key = rowKey(row);
  const written = rowsAfter(decision, decision.events).findLast((one) => rowKey(one.row) === key);
  return written !== undefined && 'value' in written ? (written.value as V) : null;
}

/** The coupon that a decision created under this code. */
export function createdCoupon(canonical: string, decision: PastDecision): Coupon | null {
  const written = rowsAfter(decision, decision.events).find(
    (one) => one.row.kind === 'coupon' && one.row.canonical === canonical,
  );
  return written === undefined ? null : (written as { readonly value: Coupon }).value;
}

/** The code of a coupon whose redemptions a decision counted, as it is looked up. */
export function canonicalOfUse(coupon: bigint, { events }: PastDecision): string | null {
  const [code] = events.flatMap((event) => {
    const counts = event.kind === 'CouponRedemptionChanged' || event.kind === 'CouponOpeningChanged';
    return counts && event.couponId === coupon ? event.code : [];
  });
  return code === undefined ? null : canonicalCode(code);
}

/** A coupon after later decisions that wrote it, in the order of their positions; null: it was deleted. */
export function couponAfter(coupon: Coupon, decisions: readonly PastDecision[]): Coupon | null {
  return decisions.reduce<Coupon | null>((before, decision) => {
    return rowsAfter(decision, decision.events).reduce<Coupon | null>((each, written) => {
      if (written.row.kind !== 'couponId' || written.row.id !== coupon.id || each === null) return each;
      return 'counters' in written ? { ...each, ...written.counters } : (written as { value: Coupon | null }).value;
    }, before);
  }, coupon);
}

/** Where a history begins: what is not after these instants is left out; null: nothing of that list is wanted. */
export type HistoryBegins = Pick<History, 'sessionsAfter' | 'eventsAfter'>;

/** The past of a profile in one application, from the decisions that changed it, in the order of their positions. */
export function historyFrom(profile: string, decisions: readonly PastDecision[], begins: HistoryBegins): History {
  const sessions = new Map<string, PastSession>();
  const events: PastEvent[] = [];
  for (const { at, events: changed } of decisions) {
    for (const event of changed) {
      if (event.kind === 'SessionChanged' && event.session.profileId === profile) keep(sessions, event.session, at);
      if (event.kind === 'CustomEventRecorded' && event.profileId === profile)
        events.push({ type: event.type, at, attributes: event.attributes });
    }
  }
  const closed = after(begins.sessionsAfter, [...sessions.values()]);
  const recorded = after(begins.eventsAfter, events.reverse());
  return {
    sessions: closed.slice(0, HISTORY_LIMITS.sessions),
    events: recorded.slice(0, HISTORY_LIMITS.events),
    sessionsTruncated: closed.length > HISTORY_LIMITS.sessions,
    eventsTruncated: recorded.length > HISTORY_LIMITS.events,
    ...begins,
  };
}

/** Newest first. */
function after<T extends { readonly at: Instant }>(begin: Instant | null, list: readonly T[]): T[] {
  return begin === null ? [] : list.filter(({ at }) => at > begin).sort(newestFirst);
}

function keep(sessions: Map<string, PastSession>, session: Session, at: Instant): void {
  const { integrationId: id, state, closedAt, cartItems, attributes } = session;
  sessions.delete(id);
  if (CLOSED.has(state))
    sessions.set(id, { id, at: closedAt ?? at, total: remainingTotal(session), cartItems, attributes });
}

function newestFirst(left: { readonly at: Instant }, right: { readonly at: Instant }): number {
  return Number(right.at - left.at);
}
