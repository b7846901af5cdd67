import { instantValue, listValue, mapValue } from '../attributes/kind';
import type { Lot } from '../ledger';
import { after, parseDuration } from '../loyalty/duration';
import type { Instant, Value } from '../value';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';
import { PLACE_PROPS, unknownProgram } from './loyalty-props';
import { programFor } from './points';

interface Place {
  readonly programId: bigint;
  readonly subLedgerId: string;
}

/** What the effect shows of the change, beside where it is. */
type Shown = Readonly<Record<string, Value>>;

const COMMON = { lasting: 'close', keeps: true, onFailure: false, verify: unknownProgram } as const;

export const setLoyaltyPointsExpiryDate: EffectType = {
  type: 'setLoyaltyPointsExpiryDate',
  summary: 'Lets the active points of a subledger expire at a date, once per session.',
  ...COMMON,
  props: [
    ...PLACE_PROPS,
    { name: 'expiryDate', type: 'timestamp', required: true, about: 'Active until, exclusive; after now.' },
  ],
  compile(read) {
    const props = {
      programId: read.id('programId'),
      subLedgerId: read.constant('subLedgerId', false),
      expiryDate: read.time('expiryDate'),
    };
    return applying(props, ({ expiryDate, ...place }, run) => {
      if (expiryDate <= run.at) return new EffectFailure('points expire after now', true);
      return change(place, { newExpiryDate: instantValue(expiryDate) }, () => expiryDate, run);
    });
  },
};

export const extendLoyaltyPointsExpiryDate: EffectType = {
  type: 'extendLoyaltyPointsExpiryDate',
  summary: 'Lets the active points of a subledger that expire do so later, once per session.',
  ...COMMON,
  props: [
    ...PLACE_PROPS,
    { name: 'extensionDuration', type: 'duration', required: true, about: 'By how much, in the zone of the program.' },
  ],
  compile(read) {
    const props = {
      programId: read.id('programId'),
      subLedgerId: read.constant('subLedgerId', false),
      extensionDuration: read.requiredDuration('extensionDuration'),
    };
    return applying(props, ({ extensionDuration, ...place }, run) => {
      const duration = parseDuration(extensionDuration);
      const zone = run.catalog.loyaltyProgram(place.programId)?.timezone ?? run.zone;
      const later = (expiry: Instant | null): Instant | null =>
        expiry === null || duration === undefined ? expiry : after(expiry, duration, zone);
      return change(place, { extensionDuration }, later, run);
    });
  },
};

/** Nothing where no point is affected, which keeps no other effect back. */
function change(
  { programId, subLedgerId }: Place,
  shown: Shown,
  expiryAfter: (expiry: Instant | null) => Instant | null,
  run: EffectRun,
): EffectOutcome {
  const program = programFor(run, programId, subLedgerId);
  if (program instanceof EffectFailure) return program;
  const changes = run.activeLots(program, subLedgerId).flatMap((lot) => {
    const expiry = expiryAfter(lot.expiry);
    return expiry === null || expiry === lot.expiry ? [] : [affected(lot, expiry)];
  });
  if (changes.length === 0) return { draft: run.draft, effects: [] };
  const props = { programId, subLedgerId, ...shown, affectedTransactions: listValue(changes) };
  return { draft: run.draft, effects: [{ props, shares: [], value: '' }] };
}

/** As booking reads it again. */
function affected({ transactionUUID, expiry }: Lot, newExpiryDate: Instant): Value {
  return mapValue({
    transactionUUID,
    ...(expiry !== null && { previousExpiryDate: instantValue(expiry) }),
    newExpiryDate: instantValue(newExpiryDate),
  });
}
