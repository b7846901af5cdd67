import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Only rows that hold in one of these applications, ids with commas between; a row without applications holds in every one. */
export function forApplications<R extends ObjectLiteral>(rows: SelectQueryBuilder<R>, ids: string | undefined): void {
  if (ids === undefined) return;
  rows.andWhere(`(row.application_ids = '{}' OR row.application_ids && :applications::bigint[])`, {
    applications: ids.split(','),
  });
}
