import { Injectable } from '@nestjs/common';
import { type Json, openSealed, sealedKeys } from '@tessera/api-contracts';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList, SubjectKeyTable } from '@tessera/projection';
import { ApiError } from '@tessera/service-kit';
import { DataSource } from 'typeorm';

export interface EventFilter extends ListQuery {
  /** With commas between. */
  readonly type?: string | undefined;
  readonly createdBefore?: string | undefined;
  readonly createdAfter?: string | undefined;
  readonly session?: string | undefined;
  readonly profile?: string | undefined;
  readonly couponCode?: string | undefined;
  readonly referralCode?: string | undefined;
  /** A part of the name of a rule that gave an effect. */
  readonly ruleQuery?: string | undefined;
  /** Ids with commas between: one of them gave an effect. */
  readonly campaigns?: string | undefined;
}

const BY_RULE = `EXISTS (SELECT 1 FROM jsonb_array_elements(body -> 'effects') AS effect
  WHERE strpos(lower(effect ->> 'ruleName'), lower(?)) > 0)`;

const COLUMNS = `body || COALESCE((SELECT jsonb_build_object('profileId', profile.id) FROM profile
  WHERE integration_id = profile_id), '{}') AS body`;

/**
 * The first event of each type, found by a step from type to type: an application has millions of events of a few types. $1 is
 * the application.
 */
const FIRST_OF_TYPES = `(WITH RECURSIVE first AS (
    (SELECT type, id, created FROM event WHERE application = $1 ORDER BY type, id LIMIT 1)
    UNION ALL SELECT next.* FROM first CROSS JOIN LATERAL
      (SELECT type, id, created FROM event WHERE application = $1 AND type > first.type ORDER BY type, id LIMIT 1) AS next
  ) SELECT * FROM first) AS event_type`;

/** Events of one application, their personal values opened where their keys are not erased. */
@Injectable()
export class EventQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
    private readonly keys: SubjectKeyTable,
  ) {}

  /** Throws ApiError 400 on bad pages and cursors. */
  list(application: string, filter: EventFilter): Promise<Listed<Json>> {
    const conditions = new Conditions()
      .add('application = ?', application)
      .add('type = ANY(?::text[])', filter.type?.split(','))
      .add('created < ?', filter.createdBefore)
      .add('created > ?', filter.createdAfter)
      .add('session_id = ?', filter.session?.normalize('NFC'))
      .add('profile_id = ?', filter.profile?.normalize('NFC'))
      .add('coupon_codes @> ARRAY[?::text]', filter.couponCode)
      .add('referral_code = ?', filter.referralCode)
      .add(BY_RULE, filter.ruleQuery)
      .add('campaigns && ?::bigint[]', filter.campaigns?.split(','));
    const list = { table: 'event', columns: COLUMNS, conditions };
    return readList<{ body: Json }, Json>(sqlOf(this.dataSource), list, filter, this.cursors, (rows) =>
      this.open(rows.map(({ body }) => body)),
    );
  }

  /** The types that events of the application have, in the order in which they came first. Throws ApiError 400 on bad pages and cursors. */
  types(application: string, query: ListQuery): Promise<Listed<string>> {
    const list = { table: FIRST_OF_TYPES, columns: 'type', conditions: new Conditions().bind(application) };
    return readList<{ type: string }, string>(sqlOf(this.dataSource), list, query, this.cursors, (rows) =>
      Promise.resolve(rows.map(({ type }) => type)),
    );
  }

  /** By the id that its sender gave it. Throws ApiError 404. */
  async named(application: string, id: string): Promise<Json> {
    const rows = await this.dataSource.query<{ body: Json }[]>(
      `SELECT body || jsonb_build_object('profileId', profile_id) AS body FROM event
       WHERE application = $1 AND integration_id = $2`,
      [application, id],
    );
    const [found] = await this.open(rows.map(({ body }) => body));
    if (found === undefined) throw ApiError.notFound('event.not_found', 'There is no event of this id');
    return found;
  }

  private async open(documents: readonly Json[]): Promise<readonly Json[]> {
    const open = await this.keys.opener(sealedKeys(documents));
    return documents.map((document) => openSealed(document, open) ?? null);
  }
}
