import { Injectable } from '@nestjs/common';
import type { NewAchievement, UpdateAchievement } from '@tessera/api-contracts';
import { parseDuration } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../auth/actor';
import { type CampaignPlace, findCampaign, type Place } from '../campaigns/find-campaign';
import { resolveTime } from '../campaigns/schedule';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { Dependents } from '../rulesets/dependents';
import { AchievementEntity } from './achievement.entity';
import { achievementOf, storedTarget } from './achievement.wire';

/** A schedule of minutes would have millions of periods. */
const SCHEDULED = /[DWMY](_[DU])?$/;

@Injectable()
export class Achievements {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly dependents: Dependents,
  ) {}

  /** Throws ApiError 404; 400 achievement.period, achievement.schedule, achievement.recurrence; 409 achievement.name. */
  create(actor: Actor, { applicationId, campaignId }: Place, body: NewAchievement): Promise<AchievementEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now: created } = transaction;
      const place = await findCampaign(manager, applicationId, campaignId);
      const own = { id: await transaction.nextId(), applicationId, campaignId, created, createdBy: actor.userId };
      const start = { ...NEW, ...own, modified: created, name: body.name, title: body.title };
      return save(transaction, place, changed(start, body, place));
    });
  }

  /**
   * What is left out stays; steps that were taken stay in their periods. Throws as `create`, and 409 achievement.in_use
   * where conditions know it by the name that it has.
   */
  update(
    actor: Actor,
    { applicationId, campaignId }: Place,
    id: bigint,
    body: UpdateAchievement,
  ): Promise<AchievementEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      const place = await findCampaign(manager, applicationId, campaignId);
      const stored = await findAchievement(manager, { applicationId, campaignId }, id);
      const next = changed({ ...stored, modified: now }, body, place);
      const change = { kind: 'AchievementSaved', entity: achievementOf(next) } as const;
      await this.dependents.refuseIfNeeded(manager, { change, names: [stored.name], code: IN_USE });
      return save(transaction, place, next);
    });
  }

  /** Throws ApiError 404; 409 achievement.in_use with a detail for each ruleset whose effects or conditions name it. */
  delete(actor: Actor, { applicationId, campaignId }: Place, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const { application } = await findCampaign(manager, applicationId, campaignId);
      const { name } = await findAchievement(manager, { applicationId, campaignId }, id);
      const change = { kind: 'AchievementDeleted', application: applicationId, id } as const;
      await this.dependents.refuseIfNeeded(manager, { change, names: [String(id), name], code: IN_USE });
      await manager.delete(AchievementEntity, { id });
      transaction.record(change, { application: application.id, currency: application.currency });
    });
  }
}

const IN_USE = 'achievement.in_use';

const NEW = {
  description: '',
  period: '',
  recurrencePolicy: 'no_recurrence',
  activationPolicy: 'user_action',
  target: 0n,
  fixedStartDate: null,
  endDate: null,
  allowRollbackAfterCompletion: false,
} as const;

/** What goes with its campaign. */
export async function forgetAchievements(
  transaction: CatalogTransaction,
  { application, campaign }: CampaignPlace,
): Promise<void> {
  const own = await transaction.manager.findBy(AchievementEntity, { campaignId: campaign.id });
  await transaction.manager.delete(AchievementEntity, { campaignId: campaign.id });
  const scope = { application: application.id, currency: application.currency };
  for (const { id } of own) transaction.record({ kind: 'AchievementDeleted', application: application.id, id }, scope);
}

/** Throws ApiError 404: application.not_found, campaign.not_found, achievement.not_found. */
export async function findAchievement(
  manager: EntityManager,
  { applicationId, campaignId }: Place,
  id: bigint,
): Promise<AchievementEntity> {
  await findCampaign(manager, applicationId, campaignId);
  const achievement = await manager.findOneBy(AchievementEntity, { id, campaignId });
  if (!achievement) throw ApiError.notFound('achievement.not_found', 'There is no such achievement');
  return achievement;
}

function changed(row: AchievementEntity, body: UpdateAchievement, { application }: CampaignPlace): AchievementEntity {
  const { name = row.name, title = row.title, description = row.description, period = row.period } = body;
  const { recurrencePolicy = row.recurrencePolicy, activationPolicy = row.activationPolicy } = body;
  const { allowRollbackAfterCompletion = row.allowRollbackAfterCompletion, target } = body;
  return {
    ...row,
    ...{ name, title, description, period, recurrencePolicy, activationPolicy, allowRollbackAfterCompletion },
    target: target === undefined ? row.target : storedTarget(target),
    fixedStartDate: timeOf(body.fixedStartDate, row.fixedStartDate, application.timezone),
    endDate: timeOf(body.endDate, row.endDate, application.timezone),
  };
}

/** Left out: what is stored stays; null: none. */
function timeOf(text: string | null | undefined, stored: Date | null, zone: string): Date | null {
  if (text === undefined) return stored;
  return text === null ? null : resolveTime(text, zone);
}

async function save(
  transaction: CatalogTransaction,
  { application }: CampaignPlace,
  row: AchievementEntity,
): Promise<AchievementEntity> {
  checkPeriod(row);
  checkSchedule(row);
  await requireFreeName(transaction, row);
  const saved = await transaction.manager.save(AchievementEntity, row);
  const scope = { application: application.id, currency: application.currency };
  transaction.record({ kind: 'AchievementSaved', entity: achievementOf(saved) }, scope);
  return saved;
}

function checkPeriod({ period, recurrencePolicy }: AchievementEntity): void {
  if (period !== '' && parseDuration(period) === undefined) {
    throw ApiError.invalid(
      'achievement.period',
      'A period is a number and m, h, D, W, M or Y, as in 1M or 7D_U',
      '/period',
    );
  }
  if (period !== '' || recurrencePolicy !== 'on_expiration') return;
  throw ApiError.invalid(
    'achievement.recurrence',
    'What never expires does not recur on expiration',
    '/recurrencePolicy',
  );
}

function checkSchedule({
  activationPolicy,
  fixedStartDate,
  endDate,
  period,
  recurrencePolicy,
}: AchievementEntity): void {
  const fixed = activationPolicy === 'fixed_schedule';
  if (fixed !== (fixedStartDate !== null)) {
    throw ApiError.invalid(
      'achievement.schedule',
      'A fixed schedule, and it alone, has a fixedStartDate',
      '/fixedStartDate',
    );
  }
  if (fixed && recurrencePolicy === 'on_completion') {
    throw ApiError.invalid(
      'achievement.recurrence',
      'A fixed schedule does not recur on completion',
      '/recurrencePolicy',
    );
  }
  if (fixed && period !== '' && !SCHEDULED.test(period)) {
    throw ApiError.invalid('achievement.period', 'The periods of a fixed schedule are days or longer', '/period');
  }
  if (fixedStartDate === null || endDate === null || fixedStartDate < endDate) return;
  throw ApiError.invalid('achievement.schedule', 'An achievement must end after it starts', '/endDate');
}

async function requireFreeName({ manager }: CatalogTransaction, { id, campaignId, name }: AchievementEntity) {
  const other = await manager.findOneBy(AchievementEntity, { campaignId, name });
  if (other === null || other.id === id) return;
  throw ApiError.conflict('achievement.name', 'The campaign has an achievement of this name');
}
