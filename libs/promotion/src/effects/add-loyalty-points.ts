import { CelError } from '@tessera/expression';
import { Rational } from '@tessera/money';
import type { DiscountShare } from '../effect';
import { toHundredths } from '../loyalty/points';
import { datesOf } from '../loyalty/validity';
import type { LoyaltyProgram } from '../loyalty-program';
import type { ItemObject } from '../rules/session-object';
import type { Instant, Value } from '../value';
import { applying, failed } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType, type GivenEffect } from './effect-type';
import { PLACE_PROPS, unknownProgram } from './loyalty-props';
import { drawUuid, lineShares, NO_POINTS, optionalDate, pointShares, programFor } from './points';
import type { PerItem } from './prop-reader';

interface Props {
  readonly name: string;
  readonly programId: bigint;
  readonly subLedgerId: string;
  /** Of the session as a whole; null: of each item. */
  readonly value: Rational | null;
  readonly items: readonly ItemObject[];
  readonly perItem: PerItem<Rational>;
  readonly validityDuration: string | null;
  readonly expiryDate: Instant | null;
  readonly pendingDuration: string | null;
  readonly startDate: Instant | null;
  /** Empty: the session's or event's own. */
  readonly recipient: string;
}

export const addLoyaltyPoints: EffectType = {
  type: 'addLoyaltyPoints',
  summary: 'Gives points of a loyalty program; with `items` one effect per line.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'name', type: 'constant text', required: true, about: 'What the ledger calls them.' },
    ...PLACE_PROPS,
    { name: 'value', type: 'decimal', required: true, about: 'Points; with `items` for one unit, with `item`.' },
    { name: 'items', type: 'list(cart item)', required: false, about: 'For which items; for the session as a whole.' },
    { name: 'validityDuration', type: 'duration', required: false, about: "From their start; the program's." },
    { name: 'expiryDate', type: 'timestamp', required: false, about: 'Instead of it: active until, exclusive.' },
    {
      name: 'pendingDuration',
      type: 'duration',
      required: false,
      about: "Until they are active, or on_action; the program's.",
    },
    { name: 'startDate', type: 'timestamp', required: false, about: 'Instead of it: active from.' },
    {
      name: 'recipient',
      type: 'text',
      required: false,
      about: 'Whose they are, such as `{{ referral.advocate }}`; the profile.',
    },
  ],
  compile(read) {
    const each = read.gives('items');
    const props = {
      name: read.constant('name'),
      programId: read.id('programId'),
      subLedgerId: read.constant('subLedgerId', false),
      value: each ? () => null : read.decimal('value'),
      items: each ? read.items('items') : () => [],
      perItem: each ? read.decimalPerItem('value') : () => () => WRONG_PATH,
      validityDuration: read.duration('validityDuration', ['unlimited']),
      expiryDate: read.optionalTime('expiryDate'),
      pendingDuration: read.duration('pendingDuration', ['immediate', 'on_action']),
      startDate: read.optionalTime('startDate'),
      recipient: read.plain('recipient', false),
    };
    return applying<Props>(props, add);
  },
  verify: unknownProgram,
};

const WRONG_PATH = new CelError('expr.overload', 'points for the session as a whole have no items');

function add(props: Props, run: EffectRun): EffectOutcome {
  const recipient = (props.recipient || run.profileId).normalize('NFC');
  const program = programFor(run, props.programId, props.subLedgerId, recipient);
  if (program instanceof EffectFailure) return program;
  if (recipient !== run.profileId && !run.knows(recipient)) return NOBODY;
  if (!run.hasRoom(program, props.subLedgerId, recipient)) return NO_ROOM;
  const parts = props.value === null ? itemParts(props, run) : [sessionPart(props.value, run)];
  if (parts instanceof CelError) return failed(parts);
  const effects = withinAllowance(parts, run).map((part) => given(props, program, part, recipient, run));
  return effects.length === 0 ? NO_POINTS : { draft: run.draft, effects };
}

const NOBODY = new EffectFailure('there is no profile of the recipient', false);
const NO_ROOM = new EffectFailure('too many additions of the customer are open', true);

/** Points before any limit, in hundredths, on the session or on one line. */
interface Part {
  readonly wish: bigint;
  readonly position: number | null;
  readonly shares: (points: bigint) => DiscountShare[];
}

interface GivenPart extends Part {
  readonly points: bigint;
}

function sessionPart(value: Rational, { items }: EffectRun): Part {
  return { wish: toHundredths(value), position: null, shares: (points) => pointShares(items, points) };
}

function itemParts({ items, perItem }: Props, { lines }: EffectRun): Part[] | CelError {
  const parts: Part[] = [];
  for (const object of new Set(items)) {
    const { item } = object;
    if (lines?.has(item.position) === false) continue;
    const points = perItem(object);
    if (points instanceof CelError) return points;
    const wish = toHundredths(points.mul(Rational.of(BigInt(item.quantity))));
    parts.push({ wish, position: item.position, shares: (given) => lineShares(item, given, item.quantity) });
  }
  return parts;
}

/** What limits allow of each; where they allow nothing there is nothing. */
function withinAllowance(parts: readonly Part[], { allowance }: EffectRun): GivenPart[] {
  let left = allowance;
  return parts.flatMap((part) => {
    const points = left !== null && left < part.wish ? left : part.wish;
    if (points <= 0n) return [];
    if (left !== null) left -= points;
    return [{ ...part, points }];
  });
}

function given(
  props: Props,
  program: LoyaltyProgram,
  { wish, points, position, shares }: GivenPart,
  recipientIntegrationId: string,
  run: EffectRun,
): GivenEffect {
  const { validityDuration, pendingDuration, expiryDate: validUntil, startDate: pendingUntil } = props;
  const dates = datesOf(program, { validityDuration, validUntil, pendingDuration, pendingUntil }, run.at);
  const shown: Record<string, Value> = {
    name: props.name,
    programId: program.id,
    subLedgerId: props.subLedgerId,
    value: points,
    recipientIntegrationId,
    transactionUUID: drawUuid(run.random),
    ...(dates.validity === null
      ? optionalDate('startDate', dates.start > run.at ? dates.start : null)
      : { awaitsActivation: true, validityDuration: dates.validity }),
    ...optionalDate('expiryDate', dates.expiry),
    ...(points === wish ? {} : { desiredValue: wish }),
    ...(position === null ? {} : { cartItemPosition: BigInt(position) }),
  };
  return { props: shown, shares: shares(points), value: '' };
}
