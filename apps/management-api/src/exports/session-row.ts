import { storedSession } from '@tessera/api-contracts';
import type { z } from 'zod';
import { type CsvRow, csvInstant, type DateFormat } from './csv';

const { customerSession, effects } = storedSession.shape;

/** A session with what was given for it last. */
export const exportedSession = customerSession.extend({ effects, closedAt: customerSession.shape.created.optional() });
export type ExportedSession = z.infer<typeof exportedSession>;

export const SESSION_COLUMNS = [
  ...[
    'id',
    'firstsession',
    'integrationid',
    'applicationid',
    'profileid',
    'profileintegrationid',
    'created',
    'updated',
  ],
  ...['state', 'cartitems', 'discounts', 'total', 'attributes', 'closedat', 'cancelledat', 'coupons', 'referral'],
  'identifiers',
] as const;

type Column = (typeof SESSION_COLUMNS)[number];

/** Sums of amounts by the discounts' names. */
export function discountsOf({ effects: given }: Pick<ExportedSession, 'effects'>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { effectType, props } of given) {
    if (!effectType.startsWith('setDiscount') || typeof props['value'] !== 'number') continue;
    const name = String(props['name']);
    sums[name] = sumOf([sums[name] ?? 0, props['value']]);
  }
  return sums;
}

/** No currency has more than four decimals. */
const SCALE = 10_000;

/** The exact sum of amounts. */
export function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + Math.round(amount * SCALE), 0) / SCALE;
}

/**
 * Nothing happens to a session after its cancellation, so that was when it was updated last.
 * @param profileId the number of its profile; undefined: it has none, or nobody knows it
 */
export function sessionRow(session: ExportedSession, profileId: number | undefined, dateFormat: DateFormat): CsvRow {
  const { closedAt, state, updated } = session;
  return {
    id: session.id,
    firstsession: session.firstSession,
    integrationid: session.integrationId,
    applicationid: session.applicationId,
    profileid: profileId,
    profileintegrationid: session.profileId,
    created: csvInstant(session.created, dateFormat),
    updated: csvInstant(updated, dateFormat),
    state,
    cartitems: session.cartItems,
    discounts: discountsOf(session),
    total: session.total,
    attributes: session.attributes,
    closedat: closedAt && csvInstant(closedAt, dateFormat),
    cancelledat: state === 'cancelled' ? csvInstant(updated, dateFormat) : undefined,
    coupons: session.couponCodes,
    referral: session.referralCode,
    identifiers: session.identifiers,
  } satisfies Record<Column, unknown>;
}
