import { Injectable } from '@nestjs/common';
import { ACCOUNT_ID, exponentOf, type Json, openSealed, sealedKeys } from '@tessera/api-contracts';
import { formatAmount } from '@tessera/money';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList, SubjectKeyTable } from '@tessera/projection';
import { ApiError } from '@tessera/service-kit';
import { DataSource } from 'typeorm';

export interface ProfileFilter extends ListQuery {
  readonly integrationId?: string | undefined;
  /** Numeric ids with commas between. */
  readonly ids?: string | undefined;
  /** JSON: a list of ids that integrations chose. */
  readonly integrationIds?: string | undefined;
  /** JSON: attributes that the profile must have with these values; sealed ones are never equal. */
  readonly attributes?: string | undefined;
  /** The id of an audience: its members. */
  readonly audience?: string | undefined;
}

interface ProfileRow {
  readonly integration_id: string;
  readonly id: string;
  readonly created: Date;
  readonly updated: Date;
  readonly attributes: Json;
  readonly audiences: Json;
  readonly closed_sessions: string | null;
  readonly total_sales: string | null;
  readonly last_activity: Date | null;
  readonly currency: string | null;
}

/** Profiles with what one application knows of them. */
const IN_APPLICATION = `(SELECT profile.*, closed_sessions, total_sales, last_activity, currency
  FROM profile LEFT JOIN activity ON activity.profile_id = profile.integration_id AND activity.application = $1::bigint) AS known`;

/** With what all applications know of them; sales in several currencies have no sum. */
const IN_ACCOUNT = `(SELECT profile.*, closed_sessions, total_sales, last_activity, currency
  FROM profile LEFT JOIN LATERAL (
    SELECT sum(closed_sessions)::bigint AS closed_sessions, max(last_activity) AS last_activity, min(currency) AS currency,
      CASE WHEN count(DISTINCT currency) = 1 THEN sum(total_sales)::bigint END AS total_sales
    FROM activity WHERE profile_id = integration_id AND $1::bigint IS NULL
  ) AS everywhere ON true) AS known`;

const profilesOf = (application: string | null): string => (application === null ? IN_ACCOUNT : IN_APPLICATION);

/** Profiles of the account, their personal values opened where their keys are not erased. */
@Injectable()
export class ProfileQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
    private readonly keys: SubjectKeyTable,
  ) {}

  /** `application` null: the activity of all together. Throws ApiError 400 on bad pages and cursors. */
  list(application: string | null, filter: ProfileFilter): Promise<Listed<Json>> {
    const conditions = new Conditions()
      .bind(application)
      .add('integration_id = ?', filter.integrationId?.normalize('NFC'))
      .add('id = ANY(?::bigint[])', filter.ids?.split(','))
      .add('integration_id = ANY(ARRAY(SELECT jsonb_array_elements_text(?::jsonb)))', filter.integrationIds)
      .add('attributes @> ?::jsonb', filter.attributes)
      .add('audiences @> ?::jsonb', memberOf(filter.audience));
    const list = { table: profilesOf(application), columns: '*', conditions };
    return readList<ProfileRow, Json>(sqlOf(this.dataSource), list, filter, this.cursors, (rows) => this.show(rows));
  }

  /** Throws ApiError 404. */
  async one(application: string | null, integrationId: string): Promise<Json> {
    const rows = await this.dataSource.query<ProfileRow[]>(
      `SELECT * FROM ${profilesOf(application)} WHERE integration_id = $2`,
      [application, integrationId.normalize('NFC')],
    );
    const [profile] = await this.show(rows);
    if (profile === undefined) throw ApiError.notFound('profile.not_found', 'There is no such customer profile');
    return profile;
  }

  private async show(rows: readonly ProfileRow[]): Promise<readonly Json[]> {
    const open = await this.keys.opener(sealedKeys(rows.map(({ attributes }) => attributes)));
    return rows.map((row) => ({ ...shown(row), attributes: openSealed(row.attributes, open) ?? {} }));
  }
}

/** Throws ApiError 400 where it is no id. */
function memberOf(audience: string | undefined): string | undefined {
  if (audience === undefined) return undefined;
  if (!/^\d{1,15}$/.test(audience)) throw ApiError.invalid('audience.id', 'An audience is named by its id');
  return JSON.stringify([{ id: Number(audience) }]);
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
    audienceMemberships: row.audiences,
    lastActivity: (row.last_activity ?? row.updated).toISOString(),
  };
}
