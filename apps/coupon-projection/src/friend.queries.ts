import { Injectable } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList } from '@tessera/projection';
import { DataSource } from 'typeorm';

interface FriendRow {
  readonly created: Date;
  readonly session_id: string;
  readonly profile_id: string;
  readonly code: string;
}

/** Redemptions of an advocate's referrals that stand: what was taken back comes to nothing. $1 is the application, $2 the advocate. */
const FRIENDS = `(SELECT coupon.code, session_id, profile_id, max(redemption.position) FILTER (WHERE delta > 0) AS id,
    max(redemption.at) FILTER (WHERE delta > 0) AS created
  FROM coupon JOIN redemption ON redemption.application = coupon.application AND redemption.coupon_id = coupon.id
  WHERE coupon.application = $1 AND coupon.advocate = $2 AND profile_id <> ''
  GROUP BY coupon.id, coupon.code, session_id, profile_id HAVING sum(delta) > 0) AS friend`;

/** Who came by whose code. */
@Injectable()
export class FriendQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** Friends of the advocate, in the order of their redemptions. Throws ApiError 400 on bad pages and cursors. */
  list(application: string, advocate: string, query: ListQuery): Promise<Listed<Json>> {
    const conditions = new Conditions().bind(application).bind(advocate);
    const list = { table: FRIENDS, columns: 'created, session_id, profile_id, code', conditions };
    return readList<FriendRow, Json>(sqlOf(this.dataSource), list, query, this.cursors, (rows) =>
      Promise.resolve(rows.map((row) => shown(application, advocate, row))),
    );
  }
}

function shown(application: string, advocate: string, { created, session_id, profile_id, code }: FriendRow): Json {
  return {
    applicationId: Number(application),
    sessionId: session_id,
    advocateIntegrationId: advocate,
    friendIntegrationId: profile_id,
    code,
    created: created.toISOString(),
  };
}
