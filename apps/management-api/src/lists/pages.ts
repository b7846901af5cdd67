import { Injectable } from '@nestjs/common';
import type { ListQuery } from '@tessera/api-contracts';
import { COUNT_LIMIT, Cursors } from '@tessera/postgres';
import { pageBounds } from '@tessera/service-kit';
import { DataSource, type EntityTarget, type SelectQueryBuilder } from 'typeorm';
import { afterCursor } from './after-cursor';

export interface Page<T> {
  readonly totalResultSize: number;
  readonly hasMore: boolean;
  readonly cursor?: string;
  readonly data: T[];
}

interface Row {
  readonly id: bigint;
}

export interface ListOptions<R extends Row, T> {
  /** The list's name with all that its path names; a cursor is bound to it. */
  readonly list: string;
  readonly entity: EntityTarget<R>;
  readonly query: ListQuery;
  /** Adds conditions; the row is called `row`. */
  readonly where?: (rows: SelectQueryBuilder<R>) => unknown;
  readonly show: (row: R) => T;
}

/** Reads pages of this service's tables, by id. */
@Injectable()
export class Pages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** Throws ApiError 400 page.size, page.skip, cursor.invalid. */
  async read<R extends Row, T>(options: ListOptions<R, T>): Promise<Page<T>> {
    const { query, show } = options;
    const { pageSize, skip } = pageBounds(query);
    // Ids are given in the order of creation, so `id` and `created` are one order.
    const descending = query.sort?.startsWith('-') ?? false;
    const order = `${options.list}${descending ? '-' : '+'}`;
    const all = this.rowsOf(options);
    const totalResultSize = await this.count(all);
    if (query.cursor !== undefined) after(all, afterCursor(this.cursors, query.cursor, order), descending);
    const rows = await all
      .orderBy('row.id', descending ? 'DESC' : 'ASC')
      .offset(skip)
      .limit(pageSize + 1)
      .getMany();
    const data = rows.slice(0, pageSize);
    const last = data.at(-1);
    const hasMore = rows.length > pageSize;
    const next = hasMore && last ? { cursor: this.cursors.encode([last.id.toString()], order) } : {};
    return { totalResultSize, hasMore, ...next, data: data.map(show) };
  }

  private rowsOf<R extends Row, T>({ entity, where }: ListOptions<R, T>): SelectQueryBuilder<R> {
    const rows = this.dataSource.manager.createQueryBuilder<R>(entity, 'row');
    where?.(rows);
    return rows;
  }

  /** Up to COUNT_LIMIT: counting a large table to its end would cost more than the page. */
  private async count<R extends Row>(rows: SelectQueryBuilder<R>): Promise<number> {
    const [sql, parameters] = rows.clone().select('1').limit(COUNT_LIMIT).getQueryAndParameters();
    const counted = await this.dataSource.query<{ count: string }[]>(
      `SELECT count(*) FROM (${sql}) counted`,
      parameters,
    );
    return Number(counted[0]?.count ?? 0);
  }
}

function after<R extends Row>(rows: SelectQueryBuilder<R>, id: string, descending: boolean): void {
  rows.andWhere(`row.id ${descending ? '<' : '>'} :after`, { after: id });
}
