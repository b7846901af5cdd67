import type { Instant } from './value';

/** One way of a profile to an achievement: what it has come to in one period. */
export interface ProgressTracker {
  /** From 1, among those of the profile and the achievement. */
  readonly id: bigint;
  readonly start: Instant;
  /** Null: it does not end. */
  readonly end: Instant | null;
  /** In ten-thousandths. */
  readonly progress: bigint;
  /** Null: the target is not reached. */
  readonly completed: Instant | null;
}

/** How far a profile has come with an achievement, now and before. */
export interface AchievementProgress {
  readonly achievement: bigint;
  readonly profileId: string;
  /** The last ones, the newest last. */
  readonly trackers: readonly ProgressTracker[];
}
