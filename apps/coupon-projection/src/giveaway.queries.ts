import { Injectable } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList } from '@tessera/projection';
import { DataSource } from 'typeorm';

export interface GiveawayFilter extends ListQuery {
  readonly poolId?: string | undefined;
  /** Whose they are, in one application. */
  readonly profileId?: string | undefined;
}

interface GiveawayRow {
  readonly id: string;
  readonly pool: string;
  readonly code: string;
  readonly created: Date;
  readonly start_date: Date | null;
  readonly end_date: Date | null;
  readonly application: string | null;
  readonly campaign: string | null;
  readonly pool_name: string | null;
  readonly profile_id: string | null;
  readonly session_id: string | null;
  readonly awarded: Date | null;
}

/** Codes of pools and whose they are. One that is given away before it is folded that it came shows with that. */
@Injectable()
export class GiveawayQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** `application` null: of any. Throws ApiError 400 on bad pages and cursors. */
  list(application: string | null, { poolId, profileId, ...query }: GiveawayFilter): Promise<Listed<Json>> {
    const conditions = new Conditions()
      .always('created IS NOT NULL')
      .add('pool = ?::bigint', poolId)
      .add('profile_id = ?', profileId?.normalize('NFC'))
      .add('application = ?::bigint', application);
    const list = { table: 'giveaway', columns: '*', conditions };
    const show = (rows: readonly GiveawayRow[]) => Promise.resolve(rows.map(shown));
    return readList<GiveawayRow, Json>(sqlOf(this.dataSource), list, query, this.cursors, show);
  }
}

function shown(row: GiveawayRow): Json {
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    poolId: Number(row.pool),
    code: row.code,
    ...(row.start_date !== null && { startDate: row.start_date.toISOString() }),
    ...(row.end_date !== null && { endDate: row.end_date.toISOString() }),
    used: row.awarded !== null,
    ...(row.awarded !== null && {
      awardedAt: row.awarded.toISOString(),
      applicationId: Number(row.application),
      campaignId: Number(row.campaign),
      poolName: row.pool_name,
      profileIntegrationId: row.profile_id,
      sessionIntegrationId: row.session_id,
    }),
  };
}
