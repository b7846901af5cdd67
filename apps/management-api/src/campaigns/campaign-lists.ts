import { Injectable } from '@nestjs/common';
import type { Campaign } from '@tessera/api-contracts';
import { Clock } from '@tessera/service-kit';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { CampaignFigures } from '../analytics/campaign-figures';
import type { ApplicationEntity } from '../applications/application.entity';
import { findApplication } from '../applications/find-application';
import { currentTree, groupsByCampaign } from '../evaluation/find-tree';
import { type Page, Pages } from '../lists/pages';
import { userNames } from '../users/user-names';
import type { CampaignQueryDto } from './campaign.dto';
import { CampaignEntity } from './campaign.entity';
import { showCampaign } from './campaign.wire';

/** Campaigns as the API shows them. */
@Injectable()
export class CampaignLists {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
    private readonly clock: Clock,
    private readonly figures: CampaignFigures,
  ) {}

  async show(row: CampaignEntity): Promise<Campaign> {
    const show = await this.shower(await findApplication(this.dataSource.manager, row.applicationId), [row]);
    return show(row);
  }

  /** The application's campaigns that the query names and whose attributes have all the given values. */
  async read(
    applicationId: bigint,
    query: CampaignQueryDto,
    attributes: Readonly<Record<string, unknown>>,
  ): Promise<Page<Campaign>> {
    const application = await findApplication(this.dataSource.manager, applicationId);
    const page = await this.pages.read({
      list: `campaigns/${applicationId}`,
      entity: CampaignEntity,
      query,
      where: (rows) => {
        rows
          .andWhere({ applicationId })
          .andWhere('row.attributes @> :attributes::jsonb', { attributes: JSON.stringify(attributes) });
        filter(rows, query, this.now());
      },
      show: (row) => row,
    });
    const show = await this.shower(application, page.data);
    return { ...page, data: page.data.map(show) };
  }

  /** Ids of the application's campaigns in this state. */
  async idsIn(applicationId: bigint, state: CampaignState): Promise<bigint[]> {
    const rows = this.dataSource.manager.createQueryBuilder(CampaignEntity, 'row').where({ applicationId });
    const found = await rows.andWhere(STATES[state], { now: this.now() }).orderBy('row.id').getMany();
    return found.map(({ id }) => id);
  }

  private now(): Date {
    return new Date(Number(this.clock.now()));
  }

  /** With the users, the evaluation groups and the counters of these campaigns. */
  private async shower(
    application: ApplicationEntity,
    rows: readonly CampaignEntity[],
  ): Promise<(row: CampaignEntity) => Campaign> {
    const { manager } = this.dataSource;
    const ids = rows.flatMap(({ createdBy, updatedBy }) => [createdBy, updatedBy]);
    const users = await userNames(manager, ids);
    const groupOf = groupsByCampaign((await currentTree(manager, application)).set);
    const counters = await this.figures.counters(
      application,
      rows.map(({ id }) => id),
    );
    return (row) =>
      showCampaign(row, this.now(), { users, groupId: groupOf(Number(row.id)), counters: counters.get(row.id) });
  }
}

export type CampaignState = keyof typeof STATES;

function filter(rows: SelectQueryBuilder<CampaignEntity>, query: CampaignQueryDto, now: Date): void {
  const { campaignState, name, tags, createdBefore, createdAfter, campaignGroupId, templateId } = query;
  if (campaignState) rows.andWhere(STATES[campaignState], { now });
  if (name) rows.andWhere(`strpos(lower(row.name), lower(:name)) > 0`, { name });
  if (tags) rows.andWhere('row.tags && :tags', { tags: tags.split(',') });
  if (createdBefore) rows.andWhere('row.created < :createdBefore', { createdBefore });
  if (createdAfter) rows.andWhere('row.created > :createdAfter', { createdAfter });
  if (campaignGroupId) rows.andWhere('false');
  if (templateId) rows.andWhere('row.template_id = :templateId', { templateId });
}

const STARTED = '(row.start_time IS NULL OR row.start_time <= :now)';
const OPEN = '(row.end_time IS NULL OR row.end_time > :now)';

/** The same words as `frontendState`. */
const STATES = {
  enabled: `row.state = 'enabled'`,
  disabled: `row.state = 'disabled'`,
  archived: `row.state = 'archived'`,
  scheduled: `row.state = 'enabled' AND NOT ${STARTED} AND ${OPEN}`,
  running: `row.state = 'enabled' AND ${STARTED} AND ${OPEN}`,
  expired: `row.state = 'enabled' AND NOT ${OPEN}`,
} as const;
