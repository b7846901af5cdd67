import type { AchievementProgress, ProgressTracker } from '../achievement-progress';
import type { Achievement } from '../catalog-event';
import { after, parseDuration } from '../loyalty/duration';
import type { Instant } from '../value';

/** Decimals of targets and progress. */
export const ACHIEVEMENT_SCALE = 4;

/** What is remembered of a profile and an achievement. */
const MOST_TRACKERS = 100;

/** What an achievement counts by beside itself. */
export interface ProgressClock {
  readonly at: Instant;
  /** IANA. */
  readonly zone: string;
}

/** A step that was taken. */
export interface Step {
  readonly after: AchievementProgress;
  readonly tracker: ProgressTracker;
  readonly isJustCompleted: boolean;
}

/**
 * One step further, by an amount in ten-thousandths. Undefined: it counts for nothing, since the achievement is over, has
 * not begun, or is reached and not to be reached again.
 */
export function stepped(
  achievement: Achievement,
  before: AchievementProgress,
  delta: bigint,
  clock: ProgressClock,
): Step | undefined {
  const current = currentTracker(achievement, before, clock);
  if (current === undefined) return undefined;
  const progress = current.progress + delta;
  const isJustCompleted = progress >= achievement.target;
  const tracker = { ...current, progress, completed: isJustCompleted ? clock.at : null };
  return { after: withTracker(before, tracker), tracker, isJustCompleted };
}

/** The way to an achievement, begun without a step. Undefined: it has begun already, or is not to begin. */
export function started(
  achievement: Achievement,
  before: AchievementProgress,
  clock: ProgressClock,
): Pick<Step, 'after' | 'tracker'> | undefined {
  const tracker = currentTracker(achievement, before, clock);
  if (tracker === undefined || before.trackers.includes(tracker)) return undefined;
  return { after: withTracker(before, tracker), tracker };
}

/** What a rollback leaves. */
export interface StepBack {
  readonly after: AchievementProgress;
  readonly tracker: ProgressTracker;
}

/**
 * A step taken back from the tracker that it was taken in, whatever is current by now. Undefined: it stays, since the
 * achievement keeps what was reached, or nobody remembers it any more.
 */
export function steppedBack(
  achievement: Pick<Achievement, 'target' | 'allowRollbackAfterCompletion'> | undefined,
  before: AchievementProgress,
  trackerId: bigint,
  delta: bigint,
): StepBack | undefined {
  const known = before.trackers.find(({ id }) => id === trackerId);
  if (known === undefined) return undefined;
  if (known.completed !== null && achievement?.allowRollbackAfterCompletion === false) return undefined;
  const progress = known.progress - delta;
  const reached = known.completed !== null && progress >= (achievement?.target ?? progress);
  const tracker = { ...known, progress, completed: reached ? known.completed : null };
  return { after: withTracker(before, tracker), tracker };
}

/**
 * The period that an instant lies in, as far as the profile has begun it; undefined: it has not. Where no other period
 * follows, the last one stays.
 */
export function trackerAt(
  achievement: Pick<Achievement, 'recurrencePolicy' | 'endDate'>,
  { trackers }: AchievementProgress,
  at: Instant,
): ProgressTracker | undefined {
  const last = trackers.findLast(({ start }) => start <= at);
  if (last === undefined || runs(last, at)) return last;
  const recurs = achievement.recurrencePolicy !== 'no_recurrence' && !isOver(achievement, at);
  return recurs ? undefined : last;
}

/** Where the next step counts. */
function currentTracker(
  achievement: Achievement,
  { trackers }: AchievementProgress,
  { at, zone }: ProgressClock,
): ProgressTracker | undefined {
  const { activationPolicy, recurrencePolicy } = achievement;
  if (isOver(achievement, at)) return undefined;
  const last = trackers.at(-1);
  const isCurrent = last !== undefined && runs(last, at);
  if (isCurrent && last.completed === null) return last;
  if (isCurrent && recurrencePolicy !== 'on_completion') return undefined;
  if (last !== undefined && recurrencePolicy === 'no_recurrence') return undefined;
  const span =
    activationPolicy === 'fixed_schedule' ? scheduled(achievement, at, zone) : fromNow(achievement, at, zone);
  return span && { id: (last?.id ?? 0n) + 1n, ...span, progress: 0n, completed: null };
}

function isOver({ endDate }: Pick<Achievement, 'endDate'>, at: Instant): boolean {
  return endDate !== null && at >= endDate;
}

function runs({ start, end }: Span, at: Instant): boolean {
  return start <= at && (end === null || at < end);
}

type Span = Pick<ProgressTracker, 'start' | 'end'>;

function fromNow({ period }: Achievement, at: Instant, zone: string): Span {
  const duration = parseDuration(period);
  return { start: at, end: duration === undefined ? null : after(at, duration, zone) };
}

/** The period of the schedule in which an instant lies; where nothing recurs, the first alone. */
function scheduled(achievement: Achievement, at: Instant, zone: string): Span | undefined {
  const { fixedStartDate, period, recurrencePolicy } = achievement;
  const duration = parseDuration(period);
  if (fixedStartDate === null || at < fixedStartDate) return undefined;
  if (duration === undefined) return { start: fixedStartDate, end: null };
  let start = fixedStartDate;
  let end = after(start, duration, zone);
  while (at >= end) {
    if (recurrencePolicy === 'no_recurrence' || end <= start) return undefined;
    start = end;
    end = after(start, duration, zone);
  }
  return { start, end };
}

function withTracker(before: AchievementProgress, tracker: ProgressTracker): AchievementProgress {
  const known = before.trackers.some(({ id }) => id === tracker.id);
  const trackers = known
    ? before.trackers.map((one) => (one.id === tracker.id ? tracker : one))
    : [...before.trackers, tracker];
  return { ...before, trackers: trackers.slice(-MOST_TRACKERS) };
}
