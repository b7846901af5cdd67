import { Injectable } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList } from '@tessera/projection';
import { ApiError } from '@tessera/service-kit';
import { DataSource } from 'typeorm';

export interface EntryFilter extends ListQuery {
  /** Comma-separated; all where it is left out. */
  readonly kinds?: string | undefined;
  readonly subledger?: string | undefined;
  /** `session`, `import` or `manual`. */
  readonly type?: string | undefined;
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly sessionIds?: string | undefined;
  readonly transactionUuids?: string | undefined;
}

export interface SumsQuery {
  /** Milliseconds. */
  readonly at: string;
  /** IANA: whose day it is. */
  readonly zone: string;
  /** Of the program. */
  readonly joinPolicy: string;
}

/** What an entry comes from. */
const TYPE = `(CASE WHEN session_id IS NOT NULL THEN 'session' WHEN import_id <> 0 THEN 'import' ELSE 'manual' END)`;

/** A ledger's time is not before what was booked in it. */
const HELD = `WITH dated AS (
  SELECT profile_id, state, (state ->> 'settled')::bigint AS settled, GREATEST($2::bigint, (state ->> 'settled')::bigint) AS now
  FROM ledger JOIN profile ON integration_id = profile_id WHERE program = $1
), held AS (
  SELECT *, EXISTS (
    SELECT 1 FROM jsonb_to_recordset(state -> 'subledgers') AS own (negative bigint, lots jsonb),
      jsonb_to_recordset(own.lots) AS lot (start bigint)
    WHERE own.negative > 0 AND lot.start > settled AND lot.start <= now
  ) AS owes FROM dated
)`;

const SUMS = `SELECT jsonb_build_object('members', count(DISTINCT profile_id), 'active', COALESCE(sum(active), 0),
    'pending', COALESCE(sum(pending), 0), 'spent', COALESCE(sum(spent), 0),
    'expired', COALESCE(sum(expired + gone), 0), 'negative', COALESCE(sum(negative), 0)) AS sums
  FROM held
  LEFT JOIN LATERAL jsonb_to_recordset(state -> 'subledgers')
    AS own (spent bigint, expired bigint, negative bigint, lots jsonb) ON true
  LEFT JOIN LATERAL (
    SELECT COALESCE(sum(points) FILTER (WHERE start <= now AND NOT is_gone), 0) AS active,
      COALESCE(sum(points) FILTER (WHERE start > now AND NOT is_gone), 0) AS pending,
      COALESCE(sum(points) FILTER (WHERE is_gone), 0) AS gone
    FROM jsonb_to_recordset(own.lots) AS lot (points bigint, start bigint, expiry bigint),
      LATERAL (SELECT COALESCE(expiry <= now, false) AS is_gone) AS ended
  ) AS held_lots ON true
  WHERE NOT owes`;

/** The day of an instant, up to it. Who joins with the first active points has joined before the clock books it. */
const DAY = `WITH day AS (
  SELECT date_trunc('day', upto, $3) AS began, upto FROM (SELECT to_timestamp($2::bigint / 1000.0) AS upto) AS given
), joining AS (
  SELECT COALESCE((state ->> 'joined')::bigint, activated) AS joined
  FROM ledger JOIN profile ON integration_id = profile_id, LATERAL (
    SELECT min(start) AS activated
    FROM jsonb_to_recordset(state -> 'subledgers') AS own (lots jsonb), jsonb_to_recordset(own.lots) AS lot (start bigint)
    WHERE $4 = 'points_activated' AND start <= $2::bigint
  ) AS held WHERE program = $1
), moved AS (
  SELECT kind, points, (body ->> 'campaign')::bigint <> 0 AS by_rule
  FROM day JOIN ledger_entry ON created BETWEEN began AND upto WHERE program = $1
) SELECT jsonb_build_object(
    'members', (SELECT count(*) FROM day JOIN joining ON to_timestamp(joined / 1000.0) BETWEEN began AND upto),
    'earnedByHand', COALESCE(sum(points) FILTER (WHERE kind = 'added' AND NOT by_rule), 0),
    'earnedByRules', COALESCE(sum(points) FILTER (WHERE kind = 'added' AND by_rule), 0),
    'spentByHand', COALESCE(sum(points) FILTER (WHERE kind = 'deducted' AND NOT by_rule), 0),
    'spentByRules', COALESCE(sum(points) FILTER (WHERE kind = 'deducted' AND by_rule), 0)
  ) AS day FROM moved`;

interface LedgerRow {
  readonly state: Json;
}

interface EntryRow {
  readonly id: string;
  readonly created: Date;
  readonly application: string;
  readonly profile_id: string;
  readonly body: { readonly [name: string]: Json };
}

/** Ledgers as they were decided: what time brought since is for whoever asks to work out, by the program's dates. */
@Injectable()
export class LedgerQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** Null: nothing was ever booked. Throws ApiError 404 where there is no such profile. */
  async one(program: string, profileId: string): Promise<{ ledger: Json }> {
    const rows = await this.dataSource.query<{ state: Json }[]>(
      `SELECT state FROM profile LEFT JOIN ledger ON ledger.profile_id = integration_id AND ledger.program = $1
       WHERE integration_id = $2`,
      [program, profileId.normalize('NFC')],
    );
    const [row] = rows;
    if (row === undefined) throw ApiError.notFound('profile.not_found', 'There is no such customer profile');
    return { ledger: row.state };
  }

  /** All ledgers of a program, by their profiles. */
  list(program: string, query: ListQuery): Promise<Listed<Json>> {
    const conditions = new Conditions().add('program = ?', program);
    const table = `(SELECT ledger.*, profile.id, profile.created
      FROM ledger JOIN profile ON profile.integration_id = ledger.profile_id) AS held`;
    const list = { table, columns: 'id, created, state', conditions };
    return readList<LedgerRow, Json>(sqlOf(this.dataSource), list, query, this.cursors, (rows) =>
      Promise.resolve(rows.map(({ state }) => state)),
    );
  }

  /**
   * What all ledgers of a program come to at an instant, in hundredths, but those whose owed points were paid since they were
   * booked: what is left of these takes the program's own course, so they are handed on as they are. They are few: the clock
   * books such a payment within a minute. `day`: what was added and deducted on that day, of all ledgers, and how many joined.
   */
  async sums(
    program: string,
    { at, zone, joinPolicy }: SumsQuery,
  ): Promise<{ sums: Json; owing: readonly Json[]; day: Json }> {
    const [[sums], owing, [day]] = await Promise.all([
      this.dataSource.query<{ sums: Json }[]>(`${HELD} ${SUMS}`, [program, at]),
      this.dataSource.query<LedgerRow[]>(`${HELD} SELECT state FROM held WHERE owes`, [program, at]),
      this.dataSource.query<{ day: Json }[]>(DAY, [program, at, zone, joinPolicy]),
    ]);
    return { sums: sums?.sums ?? null, owing: owing.map(({ state }) => state), day: day?.day ?? null };
  }

  /** Throws ApiError 400 on bad pages and cursors. */
  entries(program: string, profileId: string | undefined, filter: EntryFilter): Promise<Listed<Json>> {
    const { kinds, subledger, type, startDate, endDate, sessionIds, transactionUuids } = filter;
    const conditions = new Conditions()
      .add('program = ?', program)
      .add('profile_id = ?', profileId?.normalize('NFC'))
      .add('kind = ANY (?)', partsOf(kinds))
      .add('subledger = ?', subledger)
      .add(`${TYPE} = ?`, type)
      .add('created >= ?', startDate)
      .add('created < ?', endDate)
      .add('session_id = ANY (?)', partsOf(sessionIds))
      .add('transaction_uuid = ANY (?)', partsOf(transactionUuids));
    const list = { table: 'ledger_entry', columns: 'id, created, application, profile_id, body', conditions };
    return readList<EntryRow, Json>(sqlOf(this.dataSource), list, filter, this.cursors, (rows) =>
      Promise.resolve(rows.map(shown)),
    );
  }
}

function partsOf(list: string | undefined): string[] | undefined {
  return list === undefined ? undefined : list.split(',');
}

function shown({ id, created, application, profile_id: profileId, body }: EntryRow): Json {
  return { ...body, id: Number(id), created: created.toISOString(), application: Number(application), profileId };
}
