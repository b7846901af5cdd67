import { storedSession } from '@tessera/api-contracts';
import type { z } from 'zod';
import { type CsvRow, csvInstant, type DateFormat } from './csv';

const { customerSession, effects } = storedSession.shape;

/** A session with what was given for it last. */
export const exportedSession = customerSession.extend({ effects });
export type ExportedSession = z.infer<typeof exportedSession>;

export const SESSION_COLUMNS = [
  ...['id', 'firstsession', 'integrationid', 'applicationid', 'profileintegrationid', 'created', 'updated', 'state'],
  ...['cartitems', 'discounts', 'total', 'attributes', 'coupons', 'referral', 'identifiers'],
] as const;

type Column = (typeof SESSION_COLUMNS)[number];

/** Amounts by the discounts' names. */
function discountsOf({ effects: given }: ExportedSession): Record<string, unknown> {
  const discounts = given.filter(({ effectType }) => effectType.startsWith('setDiscount'));
  return Object.fromEntries(discounts.map(({ props }) => [String(props['name']), props['value']]));
}

export function sessionRow(session: ExportedSession, dateFormat: DateFormat): CsvRow {
  return {
    id: session.id,
    firstsession: session.firstSession,
    integrationid: session.integrationId,
    applicationid: session.applicationId,
    profileintegrationid: session.profileId,
    created: csvInstant(session.created, dateFormat),
    updated: csvInstant(session.updated, dateFormat),
    state: session.state,
    cartitems: session.cartItems,
    discounts: discountsOf(session),
    total: session.total,
    attributes: session.attributes,
    coupons: session.couponCodes,
    referral: session.referralCode,
    identifiers: session.identifiers,
  } satisfies Record<Column, unknown>;
}
