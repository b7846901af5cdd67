import { Injectable } from '@nestjs/common';
import type { ExportEntry } from '@tessera/api-contracts';
import { Clock } from '@tessera/service-kit';
import { DataSource, LessThan } from 'typeorm';
import { ACCOUNT_ID } from '../applications/application.wire';
import type { Actor } from '../auth/actor';
import { nextCatalogId } from '../catalog-log/catalog-transaction';
import { type Page, Pages } from '../lists/pages';
import type { ExportQueryDto } from './export.dto';
import { ExportEntity } from './export.entity';

const KEPT_MS = 90 * 86_400_000;

export interface TakenExport {
  readonly application: bigint;
  readonly entity: ExportEntry['entity'];
  /** The query by which it was taken. */
  readonly filter: Readonly<Record<string, unknown>>;
}

/** Who took which data out of the system. */
@Injectable()
export class ExportLog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** Notes an export before it is sent, and forgets those of long ago. */
  async note({ userId }: Actor, { application, entity, filter }: TakenExport): Promise<void> {
    const { manager } = this.dataSource;
    const now = Number(this.clock.now());
    await manager.delete(ExportEntity, { created: LessThan(new Date(now - KEPT_MS)) });
    const campaign = filter['campaignId'];
    await manager.save(ExportEntity, {
      ...{ id: await nextCatalogId(manager), applicationId: application, userId, entity, filter: { ...filter } },
      campaignId: typeof campaign === 'number' ? BigInt(campaign) : null,
      created: new Date(now),
    });
  }

  read(query: ExportQueryDto): Promise<Page<ExportEntry>> {
    const { applicationId, campaignId, entity } = query;
    return this.pages.read({
      list: `exports/${applicationId}/${campaignId}/${entity}`,
      entity: ExportEntity,
      query,
      where: (rows) => {
        if (applicationId) rows.andWhere('row.application_id = :applicationId', { applicationId });
        if (campaignId) rows.andWhere('row.campaign_id = :campaignId', { campaignId });
        if (entity) rows.andWhere('row.entity = :entity', { entity });
      },
      show: showExport,
    });
  }
}

function showExport({ id, created, userId, entity, filter }: ExportEntity): ExportEntry {
  const times = { id: Number(id), created: created.toISOString() };
  return { ...times, accountId: ACCOUNT_ID, userId: Number(userId), entity, filter };
}
