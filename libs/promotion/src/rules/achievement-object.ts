import { CelObject, Timestamp, type Result } from '@tessera/expression';
import { Rational } from '@tessera/money';
import type { AchievementProgress } from '../achievement-progress';
import { ACHIEVEMENT_SCALE, trackerAt } from '../achievements/progress';
import type { Achievement } from '../catalog-event';
import type { Instant } from '../value';

/** How far a profile is with an achievement, looked at in an instant. */
export interface AchievementView {
  readonly achievement: Achievement;
  readonly progress: AchievementProgress;
  readonly at: Instant;
}

/** `campaign.achievements`: by the name of the achievement. */
export class AchievementsObject extends CelObject {
  /** @param view undefined: the campaign has no such achievement, or there is nobody who could have come closer to it */
  constructor(private readonly view: (achievement: string) => AchievementView | undefined) {
    super();
  }

  override get(name: string): Result | undefined {
    const view = this.view(name);
    return view && new AchievementObject(view);
  }
}

/** Of the current period; before its first step there is no progress and no date. */
class AchievementObject extends CelObject {
  constructor(private readonly view: AchievementView) {
    super();
  }

  override get(field: string): Result | undefined {
    const { achievement, progress, at } = this.view;
    const tracker = trackerAt(achievement, progress, at);
    switch (field) {
      case 'progress':
        return Rational.fromMinor(tracker?.progress ?? 0n, ACHIEVEMENT_SCALE);
      case 'target':
        return Rational.fromMinor(achievement.target, ACHIEVEMENT_SCALE);
      case 'completed':
        return (tracker?.completed ?? null) !== null;
      case 'startDate':
        return timestamp(tracker?.start);
      case 'endDate':
        return timestamp(tracker?.end);
      case 'completionDate':
        return timestamp(tracker?.completed);
      default:
        return undefined;
    }
  }
}

function timestamp(at: Instant | null | undefined): Timestamp | undefined {
  return at == null ? undefined : Timestamp.fromMillis(at);
}
