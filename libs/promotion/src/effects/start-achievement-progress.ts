import { started } from '../achievements/progress';
import { applying } from './applying';
import type { EffectOutcome, EffectRun, EffectType } from './effect-type';
import { EffectFailure } from './effect-type';
import { achievementOf, amount, progressIn, unknownAchievement } from './increase-achievement-progress';
import { optionalDate } from './points';

export const startAchievementProgress: EffectType = {
  type: 'startAchievementProgress',
  summary:
    'Begins the way to an achievement of this campaign, and with it its period: when the session closes; nothing where it has begun.',
  lasting: 'close',
  keeps: true,
  onFailure: false,
  props: [{ name: 'achievementId', type: 'id', required: true, about: 'The achievement.' }],
  compile(read) {
    return applying({ achievementId: read.id('achievementId') }, ({ achievementId }, run) => start(achievementId, run));
  },
  verify: unknownAchievement,
};

function start(id: bigint, run: EffectRun): EffectOutcome {
  const achievement = achievementOf(id, run);
  if (achievement instanceof EffectFailure) return achievement;
  const begun = started(achievement, progressIn(run, id), { at: run.at, zone: run.zone });
  if (begun === undefined) return { draft: run.draft, effects: [] };
  const { tracker } = begun;
  const taken = { campaign: run.campaign.id, tracker: tracker.id, delta: 0n, progress: begun.after };
  const props = {
    achievementId: id,
    achievementName: achievement.name,
    progressTrackerId: tracker.id,
    target: amount(achievement.target),
    ...optionalDate('startDate', tracker.start),
    ...optionalDate('endDate', tracker.end),
  };
  return { draft: { ...run.draft, steps: [...run.draft.steps, taken] }, effects: [{ props, shares: [], value: '' }] };
}
