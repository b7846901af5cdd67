import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ACCOUNT_ID, type GiveawayImport } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import type { GiveawayChunkReceived } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { randomUUID } from 'node:crypto';
import { DataSource, In } from 'typeorm';
import { z } from 'zod';
import { ApplicationEntity } from '../applications/application.entity';
import { refused } from '../attributes/refused';
import type { Actor } from '../auth/actor';
import { CatalogView } from '../catalog-log/catalog-view';
import { Evaluator } from '../coupons/evaluator';
import { RecentWrites } from '../coupons/recent-writes';
import { allPages } from '../exports/all-pages';
import { csvOf } from '../exports/csv';
import { NAMED_ROWS } from '../imports/csv-rows';
import { parts } from '../imports/once';
import { Projections } from '../read-models/projections';
import type { DatedCodes, GiveawayFile } from './giveaway-file';
import { GiveawayPoolEntity } from './giveaway-pool.entity';
import { findGiveawayPool } from './giveaway-pools.service';

const CHUNK = 1_000;

const EXISTS = 'the pool has this code already';

const COLUMNS = [
  'id',
  'created',
  'poolId',
  'code',
  'startDate',
  'endDate',
  'used',
  'awardedAt',
  'profileIntegrationId',
  'sessionIntegrationId',
];

const giveaway = z.looseObject({ code: z.string() });

/** The codes of pools: the evaluator writes them, the read model shows them. */
@Injectable()
export class GiveawayCodes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly view: CatalogView,
    private readonly evaluator: Evaluator,
    private readonly projections: Projections,
    private readonly writes: RecentWrites,
  ) {}

  /**
   * Adds codes behind those that the pool has; those that it has already are left out and named.
   * Throws ApiError 404; 409 giveaway_pool.no_application; 504 outcome.unknown: sending the file again is safe.
   */
  async import(actor: Actor, poolId: bigint, { dated, lines, wrong }: GiveawayFile): Promise<GiveawayImport> {
    const { manager } = this.dataSource;
    const application = await this.applicationOf(await findGiveawayPool(manager, poolId));
    const { version: catalogVersion } = await this.view.current(manager);
    const asking = { lane: 'bulk', application, catalogVersion } as const;
    const replies = await this.evaluator.decide(asking, chunksOf(poolId, dated));
    if (!replies) throw ApiError.of(504, 'outcome.unknown', 'The codes are recorded, but were not decided in time');
    const refusals = replies.flatMap(({ payload }) => payload.decision.refusals);
    if (refusals.length > 0) throw refused(refusals);
    const known = replies.flatMap(knownCodes);
    const skipped = [...wrong, ...known.map((code) => ({ line: lines.get(code) ?? 0, reason: EXISTS }))];
    const created = new Date(Math.max(...replies.map(({ at }) => Number(at)))).toISOString();
    return {
      ...{ id: Number(poolId), created, accountId: ACCOUNT_ID, userId: Number(actor.userId), entity: 'Giveaway' },
      ...{ amount: lines.size - known.length, skipped: skipped.length, rows: skipped.slice(0, NAMED_ROWS) },
    };
  }

  /** All codes of a pool, with whom they were given to. Throws ApiError 404, 503. */
  async export(poolId: bigint): Promise<Readable> {
    const pool = await findGiveawayPool(this.dataSource.manager, poolId);
    const { id: application } = await this.applicationOf(pool);
    const token = this.writes.token(application);
    const path = `/giveaway_pools/${poolId}/giveaways`;
    return csvOf(
      COLUMNS,
      await allPages(this.projections, { projection: 'coupon', path, application, token }, giveaway),
    );
  }

  /** In whose name the account's codes are decided: what decides knows applications only. */
  private async applicationOf({ subscribedApplicationIds: ids }: GiveawayPoolEntity): Promise<ApplicationEntity> {
    const where = ids.length === 0 ? {} : { id: In(ids.map(String)) };
    const [application] = await this.dataSource.manager.find(ApplicationEntity, {
      where,
      order: { id: 'ASC' },
      take: 1,
    });
    if (application) return application;
    throw ApiError.conflict('giveaway_pool.no_application', 'There is no application that may use the pool');
  }
}

/** A chunk has codes of the same dates alone. */
function chunksOf(pool: bigint, dated: readonly DatedCodes[]): GiveawayChunkReceived[] {
  const batch = randomUUID();
  const all = dated.flatMap(({ codes, ...dates }) => parts(codes, CHUNK).map((some) => ({ ...dates, codes: some })));
  return all.map((one, chunk) => ({ kind: 'GiveawayChunkReceived', pool, batch, chunk, chunks: all.length, ...one }));
}

function knownCodes({ payload }: ReplyRecord): readonly string[] {
  return payload.decision.events.flatMap((event) => (event.kind === 'GiveawaysAdded' ? event.skipped : []));
}
