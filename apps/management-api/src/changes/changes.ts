import { Injectable } from '@nestjs/common';
import type { Change, ChangeQuery, Json } from '@tessera/api-contracts';
import { catalogEvents } from '@tessera/event-contracts';
import { Conditions, CursorInvalid, Cursors, page, sqlOf } from '@tessera/postgres';
import { ApiError, pageBounds } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import type { ChangePageDto } from './change.dto';
import { shownState } from './shown-state';

interface Row {
  readonly id: string;
  readonly application: string;
  readonly entity: string;
  readonly actor: string;
  readonly at: Date;
  readonly old: Json;
  readonly new: Json;
  /** Of the catalog log; null: `old` and `new` say it. */
  readonly bytes: Uint8Array | null;
  /** The entry before it about the same entity. */
  readonly before: Uint8Array | null;
}

const TABLE = '(SELECT changes.*, bytes FROM changes LEFT JOIN catalog_log USING (version)) AS log';

const COLUMNS = `id, application, entity, actor, at, old, new, bytes, (SELECT earlier.bytes FROM catalog_log AS earlier
  WHERE earlier.entity = log.entity AND earlier.version < log.version ORDER BY earlier.version DESC LIMIT 1) AS before`;

/** Every write of the catalog, as its log has it, and every other change that was noted. */
@Injectable()
export class Changes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** Throws ApiError 400 page.*, cursor.invalid. */
  async read(query: ChangeQuery): Promise<ChangePageDto> {
    const { where, values } = conditionsOf(query);
    const descending = query.sort?.startsWith('-') ?? false;
    const list = { table: TABLE, columns: COLUMNS, order: ['id'] as const, descending, where, values };
    const request = { ...pageBounds(query), cursor: query.cursor, count: true };
    try {
      const { rows, total = 0, ...rest } = await page<Row>(sqlOf(this.dataSource), list, request, this.cursors);
      return { ...rest, totalResultSize: total, data: rows.map((row) => changeOf(row, query.includeOld === 'true')) };
    } catch (error) {
      if (!(error instanceof CursorInvalid)) throw error;
      throw new ApiError(400, [{ code: error.code, title: error.message, source: { parameter: 'cursor' } }]);
    }
  }
}

function conditionsOf(query: ChangeQuery): Conditions {
  return new Conditions()
    .add('application = ?', query.applicationId)
    .add('strpos(lower(entity), lower(?)) > 0', query.entityPath)
    .add('actor = ?', query.userId)
    .add('at < ?', query.createdBefore)
    .add('at > ?', query.createdAfter);
}

function changeOf(row: Row, includeOld: boolean): Change {
  const { id, application, entity, actor, at } = row;
  const { old, next } = row.bytes === null ? notedStates(row) : catalogStates(row.bytes, row.before);
  return {
    id: Number(id),
    created: at.toISOString(),
    userId: Number(actor),
    ...(application === '0' ? {} : { applicationId: Number(application) }),
    entity,
    ...(old === undefined || !includeOld ? {} : { old }),
    ...(next === undefined ? {} : { new: next }),
  };
}

interface States {
  readonly old: Json | undefined;
  readonly next: Json | undefined;
}

function notedStates({ old, new: next }: Row): States {
  return { old: old ?? undefined, next: next ?? undefined };
}

function catalogStates(bytes: Uint8Array, before: Uint8Array | null): States {
  const { payload, currency } = catalogEvents.fromWire(bytes);
  const old = before === null ? undefined : shownState(catalogEvents.fromWire(before).payload, currency);
  return { old, next: shownState(payload, currency) };
}
