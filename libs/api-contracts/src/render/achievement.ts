import { ACHIEVEMENT_SCALE, type ProgressTracker } from '@tessera/promotion';
import { type Json, renderInstant } from './value';

/** A tracker as read models keep it and as the public API shows it, but for its status, which time alone changes. */
export function renderTracker({ id, start, end, progress, completed }: ProgressTracker): { [name: string]: Json } {
  return {
    progressTrackerId: Number(id),
    progress: Number(progress) / 10 ** ACHIEVEMENT_SCALE,
    startDate: renderInstant(start),
    ...(completed !== null && { completionDate: renderInstant(completed) }),
    ...(end !== null && { endDate: renderInstant(end) }),
  };
}
