import { Rational, toMinorHalfUp } from '@tessera/money';
import type { AchievementProgress } from '../achievement-progress';
import { ACHIEVEMENT_SCALE, stepped } from '../achievements/progress';
import type { Catalog } from '../catalog';
import type { Achievement, RuleEffect } from '../catalog-event';
import type { Value } from '../value';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';
import { idOf } from './prop-reader';

export const increaseAchievementProgress: EffectType = {
  type: 'increaseAchievementProgress',
  summary: 'One step towards an achievement of this campaign: when the session closes, and back with it.',
  lasting: 'close',
  keeps: true,
  onFailure: false,
  props: [
    { name: 'achievementId', type: 'id', required: true, about: 'The achievement.' },
    { name: 'value', type: 'decimal', required: false, about: 'How far; 1. Four decimals count.' },
  ],
  compile(read) {
    const props = { achievementId: read.id('achievementId'), value: read.optionalDecimal('value') };
    return applying(props, ({ achievementId, value }, run) => {
      return increase(achievementId, toMinorHalfUp(value ?? Rational.of(1n), ACHIEVEMENT_SCALE), run);
    });
  },
  verify: unknownAchievement,
};

/** A message where the achievement that an effect names is not there for the application. */
export function unknownAchievement(catalog: Catalog, application: bigint, { props }: RuleEffect): string | undefined {
  const id = idOf(props['achievementId'] ?? null);
  if (id === undefined || catalog.achievement(application, id) !== undefined) return undefined;
  return `achievement ${id} is not there, or of another application`;
}

/** The achievement of an effect; a failure where it is not the campaign's, or nobody is there to reach it. */
export function achievementOf(id: bigint, run: EffectRun): Achievement | EffectFailure {
  const achievement = run.catalog.achievement(run.campaign.application, id);
  if (achievement?.campaign !== run.campaign.id)
    return new EffectFailure(`achievement ${id} is not of this campaign`, true);
  return run.profileId === '' ? new EffectFailure('there is no profile', false) : achievement;
}

function increase(id: bigint, delta: bigint, run: EffectRun): EffectOutcome {
  const achievement = achievementOf(id, run);
  if (achievement instanceof EffectFailure) return achievement;
  if (delta <= 0n) return new EffectFailure('a step goes forward', false);
  const step = stepped(achievement, progressIn(run, id), delta, { at: run.at, zone: run.zone });
  if (step === undefined) return { draft: run.draft, effects: [] };
  const { tracker, isJustCompleted } = step;
  const taken = { campaign: run.campaign.id, tracker: tracker.id, delta, progress: step.after };
  const props = {
    achievementId: id,
    achievementName: achievement.name,
    progressTrackerId: tracker.id,
    delta: amount(delta),
    value: amount(tracker.progress),
    target: amount(achievement.target),
    isJustCompleted,
  };
  const draft = { ...run.draft, steps: [...run.draft.steps, taken] };
  return { draft, effects: [{ props, shares: [], value: '' }] };
}

/** After the steps of this decision. */
export function progressIn(run: EffectRun, id: bigint): AchievementProgress {
  const taken = run.draft.steps.findLast(({ progress }) => progress.achievement === id);
  return taken?.progress ?? run.progressOf(id, run.profileId);
}

/** Ten-thousandths as effects show them. */
export function amount(unscaled: bigint): Value {
  return { kind: 'decimal', unscaled, scale: ACHIEVEMENT_SCALE };
}
