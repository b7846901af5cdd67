import { Injectable } from '@nestjs/common';
import { ACCOUNT_ID, exponentOf, type Json, openSealed, sealedKeys } from '@tessera/api-contracts';
import { formatAmount } from '@tessera/money';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList, SubjectKeyTable } from '@tessera/projection';
import { ApiError } from '@tessera/service-kit';
import { DataSource } from 'typeorm';

export interface ProfileFilter extends ListQuery {
  readonly integrationId?: string | undefined;
}

interface ProfileRow {
  readonly integration_id: string;
  readonly id: string;
  readonly created: Date;
  readonly updated: Date;
  readonly attributes: Json;
  readonly closed_sessions: string | null;
  readonly total_sales: string | null;
  readonly last_activity: Date | null;
  readonly currency: string | null;
}

/** Profiles with what one application knows of them; without an application, what is the account's alone. */
const PROFILES = `(SELECT profile.*, closed_sessions, total_sales, last_activity, currency
  FROM profile LEFT JOIN activity ON activity.profile_id = profile.integration_id AND activity.application = $1::bigint) AS known`;

/** Profiles of the account, their personal values opened where their keys are not erased. */
@Injectable()
export class ProfileQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
    private readonly keys: SubjectKeyTable,
  ) {}

  /** `application` null: no application's activity. Throws ApiError 400 on bad pages and cursors. */
  list(application: string | null, filter: ProfileFilter): Promise<Listed<Json>> {
    const conditions = new Conditions()
      .bind(application)
      .add('integration_id = ?', filter.integrationId?.normalize('NFC'));
    const list = { table: PROFILES, columns: '*', conditions };
    return readList<ProfileRow, Json>(sqlOf(this.dataSource), list, filter, this.cursors, (rows) => this.show(rows));
  }

  /** Throws ApiError 404. */
  async one(application: string | null, integrationId: string): Promise<Json> {
    const rows = await this.dataSource.query<ProfileRow[]>(`SELECT * FROM ${PROFILES} WHERE integration_id = $2`, [
      application,
      integrationId.normalize('NFC'),
    ]);
    const [profile] = await this.show(rows);
    if (profile === undefined) throw ApiError.notFound('profile.not_found', 'There is no such customer profile');
    return profile;
  }

  private async show(rows: readonly ProfileRow[]): Promise<readonly Json[]> {
    const open = await this.keys.opener(sealedKeys(rows.map(({ attributes }) => attributes)));
    return rows.map((row) => ({ ...shown(row), attributes: openSealed(row.attributes, open) ?? {} }));
  }
}

/** A profile without activity in the application has not closed a session there, and was last seen when it changed. */
function shown(row: ProfileRow): { [name: string]: Json } {
  return {
    id: Number(row.id),
    created: row.created.toISOString(),
    integrationId: row.integration_id,
    accountId: ACCOUNT_ID,
    closedSessions: Number(row.closed_sessions ?? 0),
    totalSales: formatAmount(BigInt(row.total_sales ?? 0), exponentOf(row.currency ?? '')),
    loyaltyMemberships: null,
    audienceMemberships: [],
    lastActivity: (row.last_activity ?? row.updated).toISOString(),
  };
}
