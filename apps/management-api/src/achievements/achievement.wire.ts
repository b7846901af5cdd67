import type { Achievement as AchievementJson } from '@tessera/api-contracts';
import { type Achievement, ACHIEVEMENT_SCALE } from '@tessera/promotion';
import { instantOf, instantOrNull } from '../catalog-log/instants';
import type { AchievementEntity } from './achievement.entity';

const UNIT = 10 ** ACHIEVEMENT_SCALE;

export function achievementOf(row: AchievementEntity): Achievement {
  const { id, name, title, description, target, period, recurrencePolicy, activationPolicy, createdBy } = row;
  return {
    ...{ id, name, title, description, target, period, recurrencePolicy, activationPolicy, createdBy },
    application: row.applicationId,
    campaign: row.campaignId,
    fixedStartDate: instantOrNull(row.fixedStartDate),
    endDate: instantOrNull(row.endDate),
    allowRollbackAfterCompletion: row.allowRollbackAfterCompletion,
    created: instantOf(row.created),
    modified: instantOf(row.modified),
  };
}

export function showAchievement(row: AchievementEntity): AchievementJson {
  const { name, title, description, recurrencePolicy, activationPolicy, allowRollbackAfterCompletion } = row;
  return {
    id: Number(row.id),
    campaignId: Number(row.campaignId),
    ...{ name, title, description, recurrencePolicy, activationPolicy, allowRollbackAfterCompletion },
    target: Number(row.target) / UNIT,
    ...(row.period !== '' && { period: row.period }),
    ...(row.fixedStartDate !== null && { fixedStartDate: row.fixedStartDate.toISOString() }),
    ...(row.endDate !== null && { endDate: row.endDate.toISOString() }),
    userId: Number(row.createdBy),
    created: row.created.toISOString(),
    modified: row.modified.toISOString(),
  };
}

/** A target as it is kept: rounded to what counts, and at least that. */
export function storedTarget(target: number): bigint {
  return BigInt(Math.max(1, Math.round(target * UNIT)));
}
