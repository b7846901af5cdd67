import { limitDecimals } from '@tessera/api-contracts';
import { parseAmount } from '@tessera/money';
import type { LimitOpening } from '@tessera/promotion';
import { z } from 'zod';
import type { Row } from '../imports/csv-rows';
import { type Read, sorted } from './opening-rows';

const id = z.string().max(1_000);

/** How much of an action there was, as a limit counts it: of what it counts apart, and in which of its periods. */
export const limitOpeningRow = z.object({
  campaignid: z.coerce.number().pipe(z.int().positive()),
  action: z.string().max(100),
  counter: z.string().max(30),
  period: z.string().max(20).optional(),
  date: z.string().max(10).optional(),
  value: z.string().max(100).optional(),
  profileintegrationid: id.optional(),
  sessionintegrationid: id.optional(),
  identifier: id.optional(),
});
export type LimitOpeningRow = z.infer<typeof limitOpeningRow>;

/** Before its code is looked up. */
export interface SaidOfLimit extends Omit<LimitOpening, 'couponId'> {
  readonly code: string | null;
}

/** @param currency of amounts of money, which are in major units */
export function limitOpenings(rows: readonly Row<LimitOpeningRow>[], currency: string): Read<SaidOfLimit> {
  return sorted(rows, (row) => {
    const { action, period = null, date: day = null, value: code = null } = row;
    const amount = parseAmount(row.counter, limitDecimals(action, currency));
    if (typeof amount === 'string') return `counter: not what the limit counts (${amount})`;
    return {
      ...{ campaign: BigInt(row.campaignid), action, period, day, code, amount },
      profileId: row.profileintegrationid?.normalize('NFC') ?? null,
      sessionId: row.sessionintegrationid?.normalize('NFC') ?? null,
      identifier: row.identifier ?? null,
    };
  });
}
