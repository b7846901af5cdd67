import { TIMESTAMP, type Constraint, type Path } from '@tessera/expression';
import type { Campaign } from '../catalog-event';
import type { CompiledRule } from '../rules/compiled-rule';
import { isFixed } from '../rules/fixed-operand';
import type { Instant } from '../value';

/** How a rule is found. */
export interface Access {
  /** It is tried where there is a code of its campaign, and nowhere else. */
  readonly byCode: boolean;
  /** Nobody hears of it where its condition is false. */
  readonly isSilent: boolean;
  /** What must be so for it to be worth trying; of values that stay the same as long as rules run. */
  readonly constraints: readonly Constraint[];
}

/** Bound for a code of the rule's campaign. */
const CODES = ['coupon', 'referral'];

/**
 * A rule that does not hold may be passed over where that shows nowhere: it has no effects for that case, nothing is wrong
 * with it, and no code waits for its answer.
 */
export function accessOf(campaign: Campaign, { problems, onFailure, reads, constraints }: CompiledRule): Access {
  const schedule = scheduleOf(campaign);
  if (problems.length > 0 || onFailure.length > 0) return { byCode: false, isSilent: false, constraints: schedule };
  if (CODES.some((name) => reads.variables.has(name))) return { byCode: true, isSilent: false, constraints: [] };
  const fixed = constraints.filter(({ path }) =>
    isFixed({ variables: new Set([path.variable]), paths: new Set([path.name]) }),
  );
  return { byCode: false, isSilent: true, constraints: [...fixed, ...schedule] };
}

const NOW: Path = { name: 'now', variable: 'now', steps: [], type: TIMESTAMP };

/** Campaigns that are over are the most of an old shop's. */
function scheduleOf({ startTime, endTime }: Campaign): Constraint[] {
  const constraints: Constraint[] = [];
  if (endTime !== null) constraints.push({ kind: 'atMost', path: NOW, bound: nanosOf(endTime) });
  if (startTime !== null) constraints.push({ kind: 'atLeast', path: NOW, bound: nanosOf(startTime) });
  return constraints;
}

/** What a timestamp is looked up by. */
function nanosOf(at: Instant): number {
  return Number(at * 1_000_000n);
}
