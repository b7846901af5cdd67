import { Injectable } from '@nestjs/common';
import { type Json, openSealed, sealedKeys } from '@tessera/api-contracts';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList, SubjectKeyTable } from '@tessera/projection';
import { canonicalCode } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { DataSource } from 'typeorm';

export interface SessionFilter extends ListQuery {
  readonly profile?: string | undefined;
  readonly state?: string | undefined;
  readonly coupon?: string | undefined;
  readonly integrationId?: string | undefined;
  readonly referral?: string | undefined;
  /** The number that Tessera gave. */
  readonly id?: string | undefined;
  readonly createdBefore?: string | undefined;
  readonly createdAfter?: string | undefined;
  /** `true`: each with what was given for it last, as `effects`, and `closedAt` where it closed. */
  readonly effects?: string | undefined;
}

interface SessionRow {
  readonly body: Json;
  readonly effects: Json;
}

const WITH_EFFECTS = `body || jsonb_strip_nulls(jsonb_build_object('closedAt', to_char(closed_at AT TIME ZONE 'UTC',
  'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) || jsonb_build_object('effects', effects) AS body`;

/** Sessions of one application, their personal values opened where their keys are not erased. */
@Injectable()
export class SessionQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
    private readonly keys: SubjectKeyTable,
  ) {}

  /** Throws ApiError 400 on bad pages and cursors. */
  list(application: string, filter: SessionFilter): Promise<Listed<Json>> {
    const conditions = new Conditions()
      .add('application = ?', application)
      .add('profile_id = ?', filter.profile?.normalize('NFC'))
      .add('state = ?', filter.state)
      .add('coupon_codes @> ARRAY[?::text]', filter.coupon === undefined ? undefined : canonicalCode(filter.coupon))
      .add('integration_id = ?', filter.integrationId?.normalize('NFC'))
      .add(`body ->> 'referralCode' = ?`, filter.referral)
      .add('id = ?::bigint', filter.id)
      .add('created < ?', filter.createdBefore)
      .add('created > ?', filter.createdAfter);
    const list = { table: 'session', columns: filter.effects === 'true' ? WITH_EFFECTS : 'body', conditions };
    return readList<SessionRow, Json>(sqlOf(this.dataSource), list, filter, this.cursors, (rows) =>
      this.open(rows.map(({ body }) => body)),
    );
  }

  /** The session with what was given for it last. Throws ApiError 404. */
  async one(application: string, integrationId: string): Promise<{ customerSession: Json; effects: Json }> {
    const [row] = await this.dataSource.query<SessionRow[]>(
      'SELECT body, effects FROM session WHERE application = $1 AND integration_id = $2',
      [application, integrationId.normalize('NFC')],
    );
    if (!row) throw notFound();
    const [customerSession = null, effects = null] = await this.open([row.body, row.effects]);
    return { customerSession, effects };
  }

  /** Every decision about the session with its effects, in the order in which they were made. Throws ApiError 404. */
  async timeline(application: string, integrationId: string): Promise<{ data: readonly Json[] }> {
    const rows = await this.dataSource.query<{ entry: Json }[]>(
      `SELECT jsonb_build_object('position', position, 'at', at, 'type', type, 'outcome', outcome, 'requestId', request_id,
         'effects', effects, 'errors', errors, 'ruleFailureReasons', rule_failures) AS entry
       FROM timeline WHERE application = $1 AND session_id = $2 ORDER BY position LIMIT 1000`,
      [application, integrationId.normalize('NFC')],
    );
    if (rows.length === 0) throw notFound();
    return { data: await this.open(rows.map(({ entry }) => entry)) };
  }

  private async open(documents: readonly Json[]): Promise<readonly Json[]> {
    const open = await this.keys.opener(sealedKeys(documents));
    return documents.map((document) => openSealed(document, open) ?? null);
  }
}

const notFound = () => ApiError.notFound('session.not_found', 'There is no such customer session');
