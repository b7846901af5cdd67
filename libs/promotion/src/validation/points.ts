import type { Catalog } from '../catalog';
import type { Refusal } from '../decision';
import { parseDuration } from '../loyalty/duration';
import type {
  PointsActivationReceived,
  PointsAdditionReceived,
  PointsDeductionReceived,
  TierAssignmentReceived,
} from '../request';
import { LIMITS } from './limits';
import { refusal } from './problem';
import { idRefusals, textRefusals } from './text';

/** Points by hand: in a program that the application is subscribed to, more than none. */
export function pointsRefusals(
  catalog: Catalog,
  application: bigint,
  request: PointsAdditionReceived | PointsDeductionReceived,
): Refusal[] {
  return [
    ...idRefusals(request.profileId, '/profileId', false),
    ...programRefusals(catalog, application, request),
    ...amountRefusals(request.points),
    ...textRefusals(request.name, '/name', LIMITS.idLength),
    ...(request.kind === 'PointsAdditionReceived' ? durationRefusals(request) : []),
  ];
}

/** A tier that the program has, in a program that the application is subscribed to. */
export function tierRefusals(catalog: Catalog, application: bigint, request: TierAssignmentReceived): Refusal[] {
  const known = catalog.loyaltyProgram(request.program)?.tiers.some(({ name }) => name === request.tier);
  return [
    ...idRefusals(request.profileId, '/profileId', false),
    ...programRefusals(catalog, application, request),
    ...(known === false ? [refusal('loyalty.tier', '/tier', 'the program has no such tier')] : []),
  ];
}

/** Some additions, in a program that the application is subscribed to. */
export function activationRefusals(
  catalog: Catalog,
  application: bigint,
  request: PointsActivationReceived,
): Refusal[] {
  const { profileId, program, transactionUUIDs: ids } = request;
  const few = ids.length > 0 && ids.length <= LIMITS.activations;
  return [
    ...idRefusals(profileId, '/profileId', false),
    ...programRefusals(catalog, application, { program, subledger: '' }),
    ...(few ? [] : [refusal('list.length', '/transactionUUIDs', `1 to ${LIMITS.activations} additions`)]),
    ...ids.flatMap((id, index) => textRefusals(id, `/transactionUUIDs/${index}`, LIMITS.idLength)),
  ];
}

export function programRefusals(
  catalog: Catalog,
  application: bigint,
  { program: id, subledger }: Pick<PointsAdditionReceived, 'program' | 'subledger'>,
): Refusal[] {
  const program = catalog.loyaltyPrograms(application).find((one) => one.id === id);
  if (program === undefined) {
    return [refusal('loyalty.unknown', null, 'the application is not subscribed to such a loyalty program', 404)];
  }
  if (subledger === '' || program.allowSubledger) return idRefusals(subledger, '/subledgerId', true);
  return [refusal('loyalty.subledger', '/subledgerId', 'the program has no subledgers')];
}

function amountRefusals(points: bigint): Refusal[] {
  if (points > 0n && points <= LIMITS.points) return [];
  return [refusal('number.range', '/points', `more than 0 points, at most ${LIMITS.points / 100n}`)];
}

function durationRefusals({ validityDuration, pendingDuration }: PointsAdditionReceived): Refusal[] {
  return [
    ...oneDuration(validityDuration, ['unlimited'], '/validityDuration'),
    ...oneDuration(pendingDuration, ['immediate', 'on_action'], '/pendingDuration'),
  ];
}

function oneDuration(text: string | null, words: readonly string[], pointer: string): Refusal[] {
  if (text === null || words.includes(text) || parseDuration(text) !== undefined) return [];
  return [refusal('loyalty.duration', pointer, `a duration like 30D or 1M_U, or ${words.join(', ')}`)];
}
