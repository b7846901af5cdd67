import { Injectable } from '@nestjs/common';
import type { OpeningImport } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { type LedgerOpeningReceived, ledgerOpeningRefusals } from '@tessera/promotion';
import { Clock } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import type { Actor } from '../auth/actor';
import { nextCatalogId } from '../catalog-log/catalog-transaction';
import { CatalogView } from '../catalog-log/catalog-view';
import { type Asking, Evaluator } from '../coupons/evaluator';
import { csvRows, type Row, type WrongRow } from '../imports/csv-rows';
import { inOrder, once, parts } from '../imports/once';
import { askingFor, refusalReason } from '../loyalty/asking';
import { byLedger, ledgerOpening, ledgerOpeningRow, type LedgerOpeningRow, lotName } from './ledger-opening-rows';
import { leftOut } from './left-out';
import type { OpeningFile } from './opening-imports.service';
import { allDecided, showImport } from './taken';

/** Ledgers that are under way at the same time: a slice of the evaluator may hold them all. */
const LEDGERS_AT_ONCE = 500;

/** One ledger, as its rows say it. */
interface OfLedger {
  readonly rows: readonly Row<LedgerOpeningRow>[];
  readonly request: LedgerOpeningReceived;
}

/** Ledgers that can be asked for, and the rows of those that cannot. */
interface Checked {
  readonly ledgers: readonly OfLedger[];
  readonly wrong: readonly WrongRow[];
}

/** Opening balances of a loyalty program. */
@Injectable()
export class LedgerOpeningImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly view: CatalogView,
    private readonly evaluator: Evaluator,
    private readonly clock: Clock,
  ) {}

  /**
   * The rows of a ledger are taken together or not at all. What is found only when one is decided, such as a profile that
   * nobody knows, is named among the rows that are left out.
   * Throws ApiError 404; 400 import.*, loyalty.unused; 409 import.duplicates; 413; 503; 504 outcome.unknown: importing again is safe.
   */
  async run(actor: Actor, program: bigint, { query, file }: OpeningFile): Promise<OpeningImport> {
    const { manager } = this.dataSource;
    const asking = await askingFor(manager, this.view, program);
    const read = await csvRows(file, ['customerprofileid', 'amount'], ledgerOpeningRow);
    const { byKey, duplicates } = once(read.rows, lotName, 'the ledger, with the same dates,');
    const importId = await nextCatalogId(manager);
    const checked = await this.checked(asking, byLedger(byKey.values()), { program, importId });
    const skipped = leftOut(query, [...read.wrong, ...checked.wrong], duplicates);
    const { changed, refused } = await this.decide(asking, checked.ledgers);
    const left = inOrder([...skipped, ...refused]);
    const asked = checked.ledgers.reduce((sum, ledger) => sum + ledger.rows.length, 0);
    const amount = asked - refused.length;
    return showImport(importId, this.clock.now(), actor, { entity: 'LedgerOpening', amount, changed, skipped: left });
  }

  private async checked(
    { application }: Asking,
    ledgers: readonly OfLedger['rows'][],
    place: Pick<LedgerOpeningReceived, 'program' | 'importId'>,
  ): Promise<Checked> {
    const catalog = await this.view.current(this.dataSource.manager);
    const each = ledgers.map((rows): OfLedger | readonly WrongRow[] => {
      const said = ledgerOpening(rows);
      if (typeof said === 'string') return named(rows, said);
      const request = { kind: 'LedgerOpeningReceived', ...place, ...said } as const;
      const [problem] = ledgerOpeningRefusals(catalog, application.id, request);
      return problem === undefined ? { rows, request } : named(rows, problem.details);
    });
    return {
      ledgers: each.flatMap((one) => ('request' in one ? [one] : [])),
      wrong: each.flatMap((one) => ('request' in one ? [] : one)),
    };
  }

  private async decide(
    asking: Asking,
    ledgers: readonly OfLedger[],
  ): Promise<{ changed: number; refused: WrongRow[] }> {
    let changed = 0;
    const refused: WrongRow[] = [];
    for (const some of parts(ledgers, LEDGERS_AT_ONCE)) {
      const requests = some.map(({ request }) => request);
      const replies = allDecided(await this.evaluator.decide(asking, requests));
      changed += replies.filter(isChanged).length;
      refused.push(...replies.flatMap((reply, index) => refusedOf(reply, some[index]?.rows ?? [])));
    }
    return { changed, refused };
  }
}

function named(rows: OfLedger['rows'], reason: string): WrongRow[] {
  return rows.map(({ line }) => ({ line, reason }));
}

function refusedOf(reply: ReplyRecord, rows: OfLedger['rows']): WrongRow[] {
  const reason = refusalReason(reply);
  return reason === '' ? [] : named(rows, reason);
}

function isChanged({ payload }: ReplyRecord): boolean {
  return payload.decision.events.length > 0;
}
