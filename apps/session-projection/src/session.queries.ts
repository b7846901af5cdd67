import { Injectable } from '@nestjs/common';
import { type Json, openSealed, sealedKeys } from '@tessera/api-contracts';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type List, type Listed, type ListQuery, readList, SubjectKeyTable } from '@tessera/projection';
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

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const WITH_EFFECTS = `body || jsonb_strip_nulls(jsonb_build_object('closedAt', ${instant('closed_at')}))
  || jsonb_build_object('effects', effects) AS body`;

/** With the names by which lists are sorted. */
const TIMELINE = '(SELECT *, position AS id, at AS created FROM timeline) AS entry';

const ENTRY = `jsonb_build_object('position', id, 'created', ${instant('created')}, 'type', type, 'outcome', outcome,
  'requestId', request_id, 'effects', effects, 'errors', errors, 'ruleFailureReasons', rule_failures) AS body`;

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
    const columns = filter.effects === 'true' ? WITH_EFFECTS : 'body';
    return this.read({ table: 'session', columns, conditions }, filter);
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

  /**
   * Every decision about the session with its effects, refused and repeated ones too, in the order in which they were made.
   * Throws ApiError 404; 400 on bad pages and cursors.
   */
  async timeline(application: string, integrationId: string, query: ListQuery): Promise<Listed<Json>> {
    const conditions = new Conditions()
      .add('application = ?', application)
      .add('session_id = ?', integrationId.normalize('NFC'));
    const counted = { ...query, total: 'true' };
    const listed = await this.read({ table: TIMELINE, columns: ENTRY, conditions }, counted);
    if (listed.totalResultSize === 0) throw notFound();
    return listed;
  }

  private read(list: List, query: ListQuery): Promise<Listed<Json>> {
    return readList<Pick<SessionRow, 'body'>, Json>(sqlOf(this.dataSource), list, query, this.cursors, (rows) =>
      this.open(rows.map(({ body }) => body)),
    );
  }

  private async open(documents: readonly Json[]): Promise<readonly Json[]> {
    const open = await this.keys.opener(sealedKeys(documents));
    return documents.map((document) => openSealed(document, open) ?? null);
  }
}

const notFound = () => ApiError.notFound('session.not_found', 'There is no such customer session');
