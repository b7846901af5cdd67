import type { Effect, Phase } from '../effect';
import { lastingOf } from '../effects/registry';

/** An effect before it has its place in the decision. */
export type EffectDraft = Omit<Effect, 'index' | 'phase'>;

/** What no rule is behind: time brought it about. */
export const OF_NO_RULE = {
  ...{ campaign: 0n, ruleset: 0n, rulesetVersion: 0, ruleId: '', ruleIndex: 0, ruleName: '', effectIndex: 0 },
  ...{ triggeredByCoupon: null, undoes: null, shares: [] },
};

/** Where the evaluation stands: with a session that is open or closing, without a session, or only tried out. */
export type Standing = 'open' | 'final' | 'dry';

/** Numbers the effects and says where each stands. */
export function placed(drafts: readonly EffectDraft[], standing: Standing): Effect[] {
  return drafts.map((draft, index) => {
    // Field by field: spreading so many is one of the dearest things in a decision.
    const { campaign, ruleset, rulesetVersion, ruleId, ruleIndex, ruleName, effectIndex } = draft;
    const { type, triggeredByCoupon, undoes, props, shares } = draft;
    return {
      index,
      campaign,
      ruleset,
      rulesetVersion,
      ruleId,
      ruleIndex,
      ruleName,
      effectIndex,
      type,
      triggeredByCoupon,
      phase: phaseOf(type, standing),
      undoes,
      props,
      shares,
    };
  });
}

function phaseOf(type: string, standing: Standing): Phase {
  const lasting = lastingOf(type);
  if (lasting === 'never' || standing === 'dry') return 'transient';
  if (lasting === 'once') return 'durable';
  if (lasting === 'rollback') return 'rolledBack';
  return standing === 'final' ? 'committed' : 'transient';
}
