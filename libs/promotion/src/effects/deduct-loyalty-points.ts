import type { Rational } from '@tessera/money';
import { ledgerKey } from '../deciding/ledgers';
import { toHundredths } from '../loyalty/points';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';
import { PLACE_PROPS, unknownProgram } from './loyalty-props';
import { drawUuid, NO_POINTS, pointShares, programFor, wholeLine } from './points';

interface Props {
  readonly name: string;
  readonly programId: bigint;
  readonly subLedgerId: string;
  readonly value: Rational;
}

export const deductLoyaltyPoints: EffectType = {
  type: 'deductLoyaltyPoints',
  summary: 'Takes active points of a loyalty program, those that expire first; with too few the rule fails.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'name', type: 'constant text', required: true, about: 'What the ledger calls it.' },
    ...PLACE_PROPS,
    { name: 'value', type: 'decimal', required: true, about: 'Points.' },
  ],
  compile(read) {
    const props = {
      name: read.constant('name'),
      programId: read.id('programId'),
      subLedgerId: read.constant('subLedgerId', false),
      value: read.decimal('value'),
    };
    return applying<Props>(props, deduct);
  },
  verify: unknownProgram,
};

function deduct({ name, programId, subLedgerId, value }: Props, run: EffectRun): EffectOutcome {
  const program = programFor(run, programId, subLedgerId);
  if (program instanceof EffectFailure) return program;
  const points = toHundredths(value);
  if (points <= 0n) return NO_POINTS;
  const key = ledgerKey(program.id, subLedgerId);
  const before = run.draft.deducted.get(key) ?? 0n;
  if (run.activePoints(program, subLedgerId) - before < points) return TOO_FEW;
  const deducted = new Map(run.draft.deducted).set(key, before + points);
  const props = {
    ...{ ruleTitle: run.ruleTitle, name, programId, subLedgerId, value: points },
    transactionUUID: drawUuid(run.random),
  };
  const shares = pointShares(run.items.map(wholeLine), points);
  return { draft: { ...run.draft, deducted }, effects: [{ props, shares, value: '' }] };
}

const TOO_FEW = new EffectFailure('the customer has fewer active points', false);
