import type { PointsAdditionReceived, TierAssignmentReceived } from '@tessera/promotion';
import { z } from 'zod';
import { hundredthsOf } from './points';

const MOST_CHARACTERS = 1_000;

const text = z.string().max(MOST_CHARACTERS);
/** Of a profile, or the name of a subledger. */
export const loyaltyId = text.normalize('NFC');
const instant = z.iso.datetime({ offset: true }).transform((iso) => BigInt(Date.parse(iso)));
/** Null: the word. */
export const instantOr = (word: string) => z.union([z.literal(word).transform(() => null), instant]).default(null);

/** Hundredths. */
export const points = z
  .string()
  .regex(/^\d{1,10}(\.\d{1,2})?$/, 'a number with at most two decimals')
  .transform((digits) => hundredthsOf(Number(digits), '/amount'));
const amount = points.refine((hundredths) => hundredths > 0n, 'more than 0');

/** The program and the import that a line belongs to. */
export interface ImportPlace {
  readonly program: bigint;
  readonly importId: bigint;
}

/** What a kind of file brings: its lines, by the columns of the reference, and what is asked for each. */
export interface LoyaltyFileKind<T> {
  readonly entity: 'LoyaltyPoints' | 'LoyaltyTier';
  readonly required: readonly string[];
  readonly row: z.ZodType<T>;
  requestOf(row: T, place: ImportPlace): PointsAdditionReceived | TierAssignmentReceived;
}

const pointsRow = z.object({
  customerprofileid: loyaltyId,
  amount,
  startdate: instantOr('immediate'),
  expirydate: instantOr('unlimited'),
  subledgerid: loyaltyId.default(''),
  reason: text.default(''),
});

export const POINTS_FILE: LoyaltyFileKind<z.infer<typeof pointsRow>> = {
  entity: 'LoyaltyPoints',
  required: ['customerprofileid', 'amount'],
  row: pointsRow,
  requestOf: ({ customerprofileid: profileId, amount, startdate, expirydate, subledgerid, reason }, place) => ({
    kind: 'PointsAdditionReceived',
    ...{ profileId, ...place, subledger: subledgerid, points: amount, name: reason },
    // What the file leaves out is not what the program would have.
    ...{ validityDuration: 'unlimited', validUntil: expirydate, pendingDuration: 'immediate', pendingUntil: startdate },
  }),
};

const tierRow = z.object({
  customerprofileid: loyaltyId,
  tiername: text,
  expirydate: instant,
  subledgerid: loyaltyId.default(''),
});

export const TIERS_FILE: LoyaltyFileKind<z.infer<typeof tierRow>> = {
  entity: 'LoyaltyTier',
  required: ['customerprofileid', 'tiername', 'expirydate'],
  row: tierRow,
  requestOf: ({ customerprofileid: profileId, tiername: tier, expirydate: until, subledgerid }, { program }) => ({
    kind: 'TierAssignmentReceived',
    ...{ profileId, program, subledger: subledgerid, tier, until },
  }),
};
