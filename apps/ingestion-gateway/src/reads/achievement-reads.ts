import { Injectable } from '@nestjs/common';
import { type CustomerAchievement, renderInstant } from '@tessera/api-contracts';
import { profileKey } from '@tessera/event-contracts';
import { type Achievement, ACHIEVEMENT_SCALE, type Catalog, type Instant, isRunning } from '@tessera/promotion';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { normalId } from '../convert/id';
import { profileMissing, ProjectionReads } from './projection-reads';

const tracker = z.object({
  progressTrackerId: z.int(),
  progress: z.number(),
  startDate: z.string(),
  completionDate: z.string().optional(),
  endDate: z.string().optional(),
});
type Tracker = z.infer<typeof tracker>;

const progress = z.object({ data: z.array(z.object({ achievementId: z.int(), trackers: z.array(tracker) })) });

export interface ReadAchievements {
  readonly achievements: readonly CustomerAchievement[];
  /** What is shown may be older than what was written. */
  readonly stale: boolean;
}

/** The achievements of an application with how far a profile is: what they are the catalog knows, how far the read model. */
@Injectable()
export class AchievementReads {
  constructor(private readonly reads: ProjectionReads) {}

  /** By id; those that the profile has not begun too. Throws ApiError 404 profile.not_found, 503. */
  async of(caller: Caller, id: string, now: Instant): Promise<ReadAchievements> {
    const { id: application } = caller.application;
    const entity = profileKey(application, id);
    const name = encodeURIComponent(normalId(id));
    const ask = (path: string) => this.reads.ask(caller, { projection: 'PROFILE_PROJECTION_URL', path, entity });
    const [profile, begun] = await Promise.all([
      ask(`/customer_profiles/${name}?application=${application}`),
      ask(`/applications/${application}/customer_profiles/${name}/achievements`),
    ]);
    if (profile === undefined || begun === undefined) throw profileMissing();
    const last = new Map(
      progress.parse(begun.body).data.map(({ achievementId, trackers }) => [achievementId, trackers.at(-1)]),
    );
    const all = caller.catalog.achievements(application);
    const achievements = all.map((one) => shown(one, last.get(Number(one.id)), caller.catalog, now));
    return { achievements, stale: profile.stale || begun.stale };
  }
}

function shown(
  achievement: Achievement,
  last: Tracker | undefined,
  catalog: Catalog,
  now: Instant,
): CustomerAchievement {
  const { name, title, description, period, fixedStartDate, endDate } = achievement;
  return {
    ...{ id: Number(achievement.id), campaignId: Number(achievement.campaign), name, title, description },
    target: Number(achievement.target) / 10 ** ACHIEVEMENT_SCALE,
    ...(period !== '' && { period }),
    achievementRecurrencePolicy: achievement.recurrencePolicy,
    achievementActivationPolicy: achievement.activationPolicy,
    ...(fixedStartDate !== null && { achievementFixedStartDate: renderInstant(fixedStartDate) }),
    ...(endDate !== null && { achievementEndDate: renderInstant(endDate) }),
    achievementAllowRollbackAfterCompletion: achievement.allowRollbackAfterCompletion,
    achievementStatus: standing(achievement, catalog, now),
    currentProgress: last === undefined ? NOT_STARTED : { ...last, status: statusOf(last, now) },
  };
}

const NOT_STARTED = { status: 'not_started', progress: 0 } as const;

/** What was reached stays so; what was not is over with its period. */
function statusOf({ completionDate, endDate }: Tracker, now: Instant): 'inprogress' | 'completed' | 'expired' {
  if (completionDate !== undefined) return 'completed';
  return endDate !== undefined && Number(now) >= Date.parse(endDate) ? 'expired' : 'inprogress';
}

function standing(
  { application, campaign: id, fixedStartDate, endDate }: Achievement,
  catalog: Catalog,
  now: Instant,
): CustomerAchievement['achievementStatus'] {
  const campaign = catalog.campaign(application, id);
  const starts = [fixedStartDate, campaign?.startTime ?? null];
  if (starts.some((start) => start !== null && now < start)) return 'scheduled';
  const isOver = endDate !== null && now >= endDate;
  return campaign !== undefined && isRunning(campaign, now) && !isOver ? 'active' : 'expired';
}
