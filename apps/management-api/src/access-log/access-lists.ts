import { Injectable } from '@nestjs/common';
import type { AccessLogEntry, AccessLogQuery } from '@tessera/api-contracts';
import type { SelectQueryBuilder } from 'typeorm';
import { type Page, Pages } from '../lists/pages';
import { AccessLogEntity } from './access-log.entity';

/** What was called, by whom, and what was answered. */
@Injectable()
export class AccessLists {
  constructor(private readonly pages: Pages) {}

  /** @param application undefined: calls of the whole account. Throws ApiError 400 page.*, cursor.invalid. */
  read(query: AccessLogQuery, application?: bigint): Promise<Page<AccessLogEntry>> {
    const { rangeStart, rangeEnd, path, method, status } = query;
    return this.pages.read({
      list: JSON.stringify(['access_log', application?.toString(), rangeStart, rangeEnd, path, method, status]),
      entity: AccessLogEntity,
      query,
      where: (rows) => filter(rows, query, application),
      show: showAccess,
    });
  }
}

function filter(rows: SelectQueryBuilder<AccessLogEntity>, query: AccessLogQuery, application?: bigint): void {
  const { rangeStart, rangeEnd, path, method, status } = query;
  rows.andWhere('row.at >= :rangeStart AND row.at < :rangeEnd', { rangeStart, rangeEnd });
  if (application !== undefined) rows.andWhere({ applicationId: application });
  if (path) rows.andWhere('strpos(row.path, :path) > 0', { path });
  if (method) rows.andWhere('row.method = upper(:method)', { method });
  if (status === 'success') rows.andWhere('row.status < 400');
  else if (status === 'error') rows.andWhere('row.status >= 400');
  else if (status) rows.andWhere('row.status = :status', { status });
}

function showAccess(row: AccessLogEntity): AccessLogEntry {
  const { requestId, status, method, path, at, userId, durationMs } = row;
  return {
    ...{ uuid: requestId, status, method, requestUri: path, time: at.toISOString() },
    ...(userId === null ? {} : { userId: Number(userId) }),
    durationMs,
    ...{ requestPayload: '', responsePayload: '' },
  };
}
