import { z } from 'zod';
import { instant } from './fields';

const PROGRESS_STATUSES = ['not_started', 'inprogress', 'completed', 'expired'] as const;

/** What a profile has come to in one period. */
const achievementProgress = z.object({
  status: z.enum(PROGRESS_STATUSES),
  progress: z.number(),
  progressTrackerId: z.int().optional(),
  startDate: instant.optional(),
  completionDate: instant.optional(),
  endDate: instant.optional(),
});

/** An achievement as GET /v1/customer_profiles/{integrationId}/achievements shows it. */
const customerAchievement = z.object({
  id: z.int(),
  campaignId: z.int(),
  name: z.string(),
  title: z.string(),
  description: z.string(),
  target: z.number(),
  period: z.string().optional(),
  achievementRecurrencePolicy: z.string(),
  achievementActivationPolicy: z.string(),
  achievementFixedStartDate: instant.optional(),
  achievementEndDate: instant.optional(),
  achievementAllowRollbackAfterCompletion: z.boolean(),
  achievementStatus: z.enum(['active', 'scheduled', 'expired']).describe('By its own dates and its campaign.'),
  currentProgress: achievementProgress,
});
export type CustomerAchievement = z.infer<typeof customerAchievement>;

export const customerAchievements = z.object({ hasMore: z.boolean(), data: z.array(customerAchievement) });
