import type { Effect } from '../effect';
import { amount } from '../effects/increase-achievement-progress';
import { wholeIn } from '../effects/prop-value';
import { steppedBack } from '../achievements/progress';
import type { AchievementProgress } from '../achievement-progress';
import type { AchievementProgressChanged } from '../event';
import type { DurableEffect, Session } from '../session';
import type { Value } from '../value';
import type { Desk } from './desk';
import type { TakenStep } from './draft';
import type { EffectDraft } from './effect-draft';

/** What becomes fact of the steps of a decision; of several towards one achievement each with what it led to. */
export function stepEvents(desk: Desk, steps: readonly TakenStep[]): AchievementProgressChanged[] {
  return steps.map(({ campaign, tracker, delta, progress }) => changed(desk, campaign, tracker, delta, progress));
}

function changed(
  desk: Desk,
  campaign: bigint,
  tracker: bigint,
  delta: bigint,
  progress: AchievementProgress,
): AchievementProgressChanged {
  const { application } = desk.situation;
  const { achievement, profileId: profile } = progress;
  desk.writes({ kind: 'achievement', application, achievement, profile });
  return { kind: 'AchievementProgressChanged', campaign, tracker, delta, progress };
}

/** What undoing a close takes back of its steps. */
export interface StepsBack {
  readonly rollbacks: readonly EffectDraft[];
  readonly events: readonly AchievementProgressChanged[];
  readonly taken: ReadonlySet<Effect>;
  /** What the session still remembers to have given. */
  readonly durable: readonly DurableEffect[];
}

/** Every step of the session's close, but for those towards what was reached and is kept. */
export function stepsBack(desk: Desk, session: Session): StepsBack {
  const progress = new Map<bigint, AchievementProgress>();
  const rollbacks: EffectDraft[] = [];
  const events: AchievementProgressChanged[] = [];
  const taken = new Set<Effect>();
  for (const effect of session.effects) {
    const id = stepTowards(effect);
    if (id === undefined) continue;
    const before = progress.get(id) ?? desk.achievement(id, session.profileId);
    const achievement = desk.situation.catalog.achievement(session.application, id);
    const [tracker, delta] = [wholeIn(effect.props['progressTrackerId']), unscaledOf(effect.props['delta'])];
    const back = steppedBack(achievement, before, tracker, delta);
    if (back === undefined) continue;
    progress.set(id, back.after);
    taken.add(effect);
    events.push(changed(desk, effect.campaign, tracker, -delta, back.after));
    rollbacks.push(rollbackOf(effect, session.decidedAt, back.tracker.progress));
  }
  return { rollbacks, events, taken, durable: session.durable.filter((one) => !isTaken(one, taken)) };
}

/** The achievement that an effect is a step towards. */
function stepTowards({ type, props }: Effect): bigint | undefined {
  return type === 'increaseAchievementProgress' ? wholeIn(props['achievementId']) : undefined;
}

function isTaken({ ruleId, effectIndex }: DurableEffect, taken: ReadonlySet<Effect>): boolean {
  return [...taken].some((effect) => effect.ruleId === ruleId && effect.effectIndex === effectIndex);
}

function rollbackOf(effect: Effect, position: bigint, current: bigint): EffectDraft {
  const {
    achievementId = 0n,
    achievementName = '',
    progressTrackerId = 0n,
    delta = null,
    target = null,
  } = effect.props;
  return {
    ...effect,
    type: 'rollbackIncreasedAchievementProgress',
    undoes: { position, index: effect.index },
    props: {
      ...{ achievementId, achievementName, progressTrackerId },
      ...{ decreaseProgressBy: delta, currentProgress: amount(current), target },
    },
  };
}

function unscaledOf(value: Value | undefined): bigint {
  const decimal = typeof value === 'object' && value !== null && value.kind === 'decimal';
  return decimal ? value.unscaled : 0n;
}
