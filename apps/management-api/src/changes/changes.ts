import { Injectable } from '@nestjs/common';
import type { Change, ChangeQuery } from '@tessera/api-contracts';
import { catalogEvents } from '@tessera/event-contracts';
import { Conditions, CursorInvalid, Cursors, page, sqlOf } from '@tessera/postgres';
import { ApiError, pageBounds } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import type { ChangePageDto } from './change.dto';
import { shownState } from './shown-state';

interface Row {
  readonly bytes: Uint8Array;
  readonly entity: string;
  readonly actor: string;
  /** The entry before it about the same entity. */
  readonly before: Uint8Array | null;
}

const TABLE = '(SELECT *, version AS id FROM catalog_log) AS log';

const COLUMNS = `bytes, entity, actor, (SELECT earlier.bytes FROM catalog_log AS earlier
  WHERE earlier.entity = log.entity AND earlier.version < log.version ORDER BY earlier.version DESC LIMIT 1) AS before`;

/** Every write of the catalog, as its log has it. */
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

function changeOf({ bytes, entity, actor, before }: Row, includeOld: boolean): Change {
  const { payload, seq, at, application, currency } = catalogEvents.fromWire(bytes);
  const next = shownState(payload, currency);
  const old = includeOld && before !== null ? shownState(catalogEvents.fromWire(before).payload, currency) : undefined;
  return {
    id: Number(seq),
    created: new Date(Number(at)).toISOString(),
    userId: Number(actor),
    ...(application === 0n ? {} : { applicationId: Number(application) }),
    entity,
    ...(old === undefined ? {} : { old }),
    ...(next === undefined ? {} : { new: next }),
  };
}
