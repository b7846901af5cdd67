import type { Effect, Phase } from '../effect';
import { lastingOf } from '../effects/registry';

/** An effect before it has its place in the decision. */
export type EffectDraft = Omit<Effect, 'index' | 'phase'>;

/** Where the evaluation stands: with a session that is open or closing, without a session, or only tried out. */
export type Standing = 'open' | 'final' | 'dry';

/** Numbers the effects and says where each stands. */
export function placed(drafts: readonly EffectDraft[], standing: Standing): Effect[] {
  return drafts.map((draft, index) => ({ ...draft, index, phase: phaseOf(draft.type, standing) }));
}

function phaseOf(type: string, standing: Standing): Phase {
  const lasting = lastingOf(type);
  if (lasting === 'never' || standing === 'dry') return 'transient';
  if (lasting === 'once') return 'durable';
  if (lasting === 'rollback') return 'rolledBack';
  return standing === 'final' ? 'committed' : 'transient';
}
