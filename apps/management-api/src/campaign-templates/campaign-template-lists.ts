import { Injectable } from '@nestjs/common';
import type { CampaignTemplate, CampaignTemplateQuery } from '@tessera/api-contracts';
import { Brackets, DataSource, type SelectQueryBuilder } from 'typeorm';
import { type Page, Pages } from '../lists/pages';
import { userNames } from '../users/user-names';
import { CampaignTemplateEntity } from './campaign-template.entity';
import { showTemplate } from './campaign-template.wire';

/** Templates as the API shows them. */
@Injectable()
export class CampaignTemplateLists {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  async show(row: CampaignTemplateEntity): Promise<CampaignTemplate> {
    return showTemplate(row, await userNames(this.dataSource.manager, [row.updatedBy]));
  }

  async read(query: CampaignTemplateQuery): Promise<Page<CampaignTemplate>> {
    const { state = '', name = '', tags = '', userId = '' } = query;
    const page = await this.pages.read<CampaignTemplateEntity, CampaignTemplateEntity>({
      list: JSON.stringify(['campaign_templates', state, name, tags, userId]),
      ...{ entity: CampaignTemplateEntity, query, show: (row) => row },
      where: (rows) => filter(rows, query),
    });
    const names = await userNames(
      this.dataSource.manager,
      page.data.map(({ updatedBy }) => updatedBy),
    );
    return { ...page, data: page.data.map((row) => showTemplate(row, names)) };
  }
}

function filter(rows: SelectQueryBuilder<CampaignTemplateEntity>, query: CampaignTemplateQuery): void {
  const { state, name, tags, userId } = query;
  if (state) rows.andWhere('row.state = :state', { state });
  if (userId) rows.andWhere('row.created_by = :userId', { userId });
  if (name === undefined && tags === undefined) return;
  rows.andWhere(
    new Brackets((either) => {
      if (name !== undefined) either.orWhere('strpos(lower(row.name), lower(:name)) > 0', { name });
      if (tags !== undefined) either.orWhere('lower(row.tags::text)::text[] && :tags', { tags: tagsOf(tags) });
    }),
  );
}

function tagsOf(tags: string): string[] {
  return tags.toLowerCase().split(',');
}
