import type { LedgerOpeningReceived } from '@tessera/promotion';
import { z } from 'zod';
import type { Row } from '../imports/csv-rows';
import { instantOr, loyaltyId, points } from '../loyalty/loyalty-file';

/** Points with their dates, of a subledger of a profile, and in one of its rows its sums. */
export const ledgerOpeningRow = z.object({
  customerprofileid: loyaltyId,
  subledgerid: loyaltyId.default(''),
  amount: points.default(0n),
  startdate: instantOr('immediate'),
  expirydate: instantOr('unlimited'),
  spent: points.optional(),
  expired: points.optional(),
  negative: points.optional(),
});
export type LedgerOpeningRow = z.infer<typeof ledgerOpeningRow>;

export type LedgerOpening = Omit<LedgerOpeningReceived, 'kind' | 'program' | 'importId'>;

type LedgerRow = Row<LedgerOpeningRow>;

/** What a file says twice: points with the same dates; of rows without points, the sums. */
export function lotName({ value }: LedgerRow): string {
  const { amount, startdate, expirydate } = value;
  return `${ledgerName(value)}\n${amount === 0n ? '' : `${startdate}/${expirydate}`}`;
}

/** The rows of each ledger. */
export function byLedger(rows: Iterable<LedgerRow>): LedgerRow[][] {
  const ledgers = new Map<string, LedgerRow[]>();
  for (const row of rows) {
    const name = ledgerName(row.value);
    ledgers.set(name, [...(ledgers.get(name) ?? []), row]);
  }
  return [...ledgers.values()];
}

/** What the rows of one ledger say together; a text says why they cannot. A sum that none of them says is 0. */
export function ledgerOpening(rows: readonly LedgerRow[]): LedgerOpening | string {
  const [spent, expired, negative] = [sum(rows, 'spent'), sum(rows, 'expired'), sum(rows, 'negative')];
  if (typeof spent === 'string') return spent;
  if (typeof expired === 'string') return expired;
  if (typeof negative === 'string') return negative;
  const lots = rows
    .filter(({ value }) => value.amount > 0n)
    .map(({ value }) => ({ points: value.amount, start: value.startdate, expiry: value.expirydate }));
  const { customerprofileid: profileId = '', subledgerid: subledger = '' } = rows[0]?.value ?? {};
  return { profileId, subledger, lots, spent, expired, negative };
}

function ledgerName({ customerprofileid, subledgerid }: LedgerOpeningRow): string {
  return `${customerprofileid}\n${subledgerid}`;
}

function sum(rows: readonly LedgerRow[], name: 'spent' | 'expired' | 'negative'): bigint | string {
  const said = new Set(rows.flatMap(({ value }) => value[name] ?? []));
  const [only = 0n] = said;
  return said.size > 1 ? `${name}: said otherwise in another row of the ledger` : only;
}
