import { Injectable } from '@nestjs/common';
import type { Application, ListQuery } from '@tessera/api-contracts';
import { DataSource } from 'typeorm';
import { type Page, Pages } from '../lists/pages';
import { LoyaltyProgramEntity } from '../loyalty/loyalty-program.entity';
import { ApplicationEntity } from './application.entity';
import { showApplication } from './application.wire';

/** Applications as the API shows them. */
@Injectable()
export class ApplicationLists {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  async show(row: ApplicationEntity): Promise<Application> {
    const show = await this.shower([row]);
    return show(row);
  }

  async read(query: ListQuery): Promise<Page<Application>> {
    const page = await this.pages.read({
      list: 'applications',
      entity: ApplicationEntity,
      query,
      show: (row) => row,
    });
    const show = await this.shower(page.data);
    return { ...page, data: page.data.map(show) };
  }

  /** With the loyalty programs that these applications share. */
  private async shower(rows: readonly ApplicationEntity[]): Promise<(row: ApplicationEntity) => Application> {
    const programs = await this.dataSource.manager
      .createQueryBuilder(LoyaltyProgramEntity, 'program')
      .where('program.applicationIds && :ids::bigint[]', { ids: rows.map(({ id }) => id.toString()) })
      .orderBy('program.id')
      .getMany();
    return (row) =>
      showApplication(
        row,
        programs.filter(({ applicationIds }) => applicationIds.includes(row.id)),
      );
  }
}
