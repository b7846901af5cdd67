import { datesOf } from '../loyalty/validity';
import type { LoyaltyProgram } from '../loyalty-program';
import type { Instant, Value } from '../value';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType, type GivenEffect } from './effect-type';
import { PLACE_PROPS, unknownProgram } from './loyalty-props';
import { PART_PROPS, partsOf, type Part, type PartsOf } from './point-parts';
import { drawUuid, NO_POINTS, optionalDate, programFor } from './points';

interface Props {
  readonly name: string;
  readonly programId: bigint;
  readonly subLedgerId: string;
  readonly validityDuration: string | null;
  readonly expiryDate: Instant | null;
  readonly pendingDuration: string | null;
  readonly startDate: Instant | null;
  /** Empty: the session's or event's own. */
  readonly recipient: string;
}

export const addLoyaltyPoints: EffectType = {
  type: 'addLoyaltyPoints',
  summary:
    'Gives points of a loyalty program; with `items` or `units` one effect per line, with `bundle` one for each bundle.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'name', type: 'constant text', required: true, about: 'What the ledger calls them.' },
    ...PLACE_PROPS,
    ...PART_PROPS,
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
    const props = {
      name: read.constant('name'),
      programId: read.id('programId'),
      subLedgerId: read.constant('subLedgerId', false),
      validityDuration: read.duration('validityDuration', ['unlimited']),
      expiryDate: read.optionalTime('expiryDate'),
      pendingDuration: read.duration('pendingDuration', ['immediate', 'on_action']),
      startDate: read.optionalTime('startDate'),
      recipient: read.plain('recipient', false),
    };
    const parts = partsOf(read);
    return applying<Props>(props, (values, run) => add(values, parts, run));
  },
  verify: unknownProgram,
};

function add(props: Props, partsFor: PartsOf, run: EffectRun): EffectOutcome {
  const recipient = (props.recipient || run.profileId).normalize('NFC');
  const program = programFor(run, props.programId, props.subLedgerId, recipient);
  if (program instanceof EffectFailure) return program;
  if (recipient !== run.profileId && !run.knows(recipient)) return NOBODY;
  if (!run.hasRoom(program, props.subLedgerId, recipient)) return NO_ROOM;
  const parts = partsFor(run);
  if (parts instanceof EffectFailure) return parts;
  const effects = withinAllowance(parts, run).map((part) => given(props, program, part, recipient, run));
  return effects.length === 0 ? NO_POINTS : { draft: run.draft, effects };
}

const NOBODY = new EffectFailure('there is no profile of the recipient', false);
const NO_ROOM = new EffectFailure('too many additions of the customer are open', true);

interface GivenPart extends Part {
  readonly points: bigint;
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
  { wish, points, place, shares }: GivenPart,
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
    ...place,
  };
  return { props: shown, shares: shares(points), value: '' };
}
