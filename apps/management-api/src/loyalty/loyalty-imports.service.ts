import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ACCOUNT_ID, type LoyaltyImport } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import type { Request } from '@tessera/promotion';
import { ApiError, Clock } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import type { Actor } from '../auth/actor';
import { nextCatalogId } from '../catalog-log/catalog-transaction';
import { CatalogView } from '../catalog-log/catalog-view';
import { type Asking, Evaluator } from '../coupons/evaluator';
import { csvRows, NAMED_ROWS, refusedRows, type Row, type Upload, type WrongRow } from '../imports/csv-rows';
import { askingFor, refusalReason } from './asking';
import type { LoyaltyFileKind } from './loyalty-file';
import type { LoyaltyImportQueryDto } from './loyalty.dto';

/** Lines that are asked for at the same time. */
const LINES_AT_ONCE = 1_000;

const REPEATED = 'this line of the same file was decided before';

interface LineRequest {
  readonly line: number;
  /** The same for the same line of the same file, so that it is decided once however often it is sent. */
  readonly id: string;
  readonly request: Request;
}

/** Points and tiers from files: each line is a request of its own, in the bulk lane. */
@Injectable()
export class LoyaltyImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly view: CatalogView,
    private readonly evaluator: Evaluator,
    private readonly clock: Clock,
  ) {}

  /**
   * A file that holds a wrong line is refused as a whole, unless `skipInvalid`; what the evaluator refuses of a line is named.
   * Throws ApiError 400 import.*, loyalty.unused; 404; 413; 504 outcome.unknown: for a day sending the file again is safe.
   */
  async run<T>(
    actor: Actor,
    programId: bigint,
    { query, file, kind }: { query: LoyaltyImportQueryDto; file: Upload; kind: LoyaltyFileKind<T> },
  ): Promise<LoyaltyImport> {
    const asking = await askingFor(this.dataSource.manager, this.view, programId);
    const { rows, wrong } = await csvRows(file, kind.required, kind.row);
    if (wrong.length > 0 && query.skipInvalid !== 'true') throw refusedRows(400, 'import.row', wrong);
    const importId = await nextCatalogId(this.dataSource.manager);
    const refused = await this.decide(asking, requestsOf(kind, rows, { program: programId, importId }));
    const skipped = [...wrong, ...refused].sort((a, b) => a.line - b.line);
    return {
      ...{ id: Number(importId), created: new Date(Number(this.clock.now())).toISOString() },
      ...{ accountId: ACCOUNT_ID, userId: Number(actor.userId), entity: kind.entity },
      ...{ amount: rows.length - refused.length, skipped: skipped.length, rows: skipped.slice(0, NAMED_ROWS) },
    };
  }

  /** @returns lines that were not taken */
  private async decide(asking: Asking, all: readonly LineRequest[]): Promise<WrongRow[]> {
    const refused: WrongRow[] = [];
    for (let from = 0; from < all.length; from += LINES_AT_ONCE) {
      const some = all.slice(from, from + LINES_AT_ONCE);
      const requests = some.map(({ request }) => request);
      const replies = await this.evaluator.decide(
        asking,
        requests,
        some.map(({ id }) => id),
      );
      if (!replies) throw ApiError.of(504, 'outcome.unknown', `Lines from ${some[0]?.line} on are not decided yet`);
      refused.push(...some.flatMap(({ line }, index) => refusalOf(line, replies[index])));
    }
    return refused;
  }
}

function requestsOf<T>(
  kind: LoyaltyFileKind<T>,
  rows: readonly Row<T>[],
  place: Parameters<LoyaltyFileKind<T>['requestOf']>[1],
): LineRequest[] {
  const file = createHash('sha256').update(JSON.stringify([kind.entity, String(place.program), rows], digits));
  const name = file.digest('hex');
  return rows.map(({ line, value }) => ({ line, id: `${name}#${line}`, request: kind.requestOf(value, place) }));
}

function digits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function refusalOf(line: number, reply: ReplyRecord | undefined): WrongRow[] {
  if (reply?.payload.decision.outcome === 'repeated') return [{ line, reason: REPEATED }];
  const reason = reply === undefined ? '' : refusalReason(reply);
  return reason === '' ? [] : [{ line, reason }];
}
