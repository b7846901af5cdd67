import type { Catalog } from '../catalog';
import type { CatalogChange } from '../catalog-event';
import type { Situation, Verdict } from '../decide';
import type { Decision } from '../decision';
import { decide, explain } from '../deciding/decide';
import type { Explanation } from '../explanation';
import { applyChange, emptyCatalog } from '../fold/apply-change';
import { rowsAfter } from '../fold/rows-after';
import { locate } from '../locate';
import type { Request } from '../request';
import { rowKey } from '../rows';
import type { Instant } from '../value';
import type { Row } from '../world';
import { deepFreeze } from './deep-freeze';
import { application, NOON, SHOP } from './entities';
import { MemoryState } from './memory-state';

/** More rounds than any decision takes: rows known from the request, from the session, counters, locks. */
const MAX_ROUNDS = 12;

export interface Decided {
  readonly decision: Decision;
  readonly position: bigint;
  readonly at: Instant;
  /** How often `decide` was asked. */
  readonly rounds: number;
}

/** A store with a catalog and rows: decides requests one after the other as the evaluator does, without any I/O. */
export class Shop {
  readonly state = new MemoryState();
  readonly log: Decided[] = [];
  catalog: Catalog = emptyCatalog();
  now: Instant = NOON;
  private number = 0n;

  constructor(changes: readonly CatalogChange[] = []) {
    this.save([{ kind: 'ApplicationSaved', entity: application() }, ...changes]);
  }

  save(changes: readonly CatalogChange[]): this {
    for (const change of changes)
      this.catalog = applyChange(this.catalog, this.catalog.version + 1n, deepFreeze(change));
    return this;
  }

  at(now: Instant): this {
    this.now = now;
    return this;
  }

  /** Decides, and keeps what the decision wrote. */
  when(request: Request, application = SHOP): Decided {
    const decided = this.ask(request, application, false);
    this.log.push(decided);
    for (const written of rowsAfter({ application, at: decided.at }, decided.decision.events)) {
      this.state.write(deepFreeze(written), decided.position);
    }
    return decided;
  }

  /** Decides without keeping anything. */
  try(request: Request, application = SHOP): Decided {
    return this.ask(request, application, true);
  }

  /** Decides without keeping anything, as `when` would, and says why. */
  explain(
    request: Request,
    only: ReadonlySet<bigint> | null = null,
  ): { readonly decision: Decision; readonly explanation: Explanation } {
    let explanation: Explanation = { campaigns: [], truncated: false };
    const { number } = this;
    const { decision } = this.ask(request, SHOP, false, (situation) => {
      const explained = explain(situation, request, only);
      ({ explanation } = explained);
      return explained.verdict;
    });
    this.number = number;
    return { decision, explanation };
  }

  /** The loading loop: starts with what the request names and adds what each verdict asks for. */
  private ask(
    request: Request,
    application: bigint,
    dry: boolean,
    decided: (situation: Situation) => Verdict = (situation) => decide(situation, request),
  ): Decided {
    deepFreeze(request);
    const held = new Set(locate(this.catalog, application, request).map(rowKey));
    const locked = new Set<string>();
    let wanted = 1;
    for (let rounds = 1; rounds <= MAX_ROUNDS; rounds += 1) {
      const situation = this.situation(application, held, locked, wanted, dry);
      const verdict = decided(situation);
      if (verdict.kind === 'short') wanted = verdict.numbers;
      if (verdict.kind === 'needs') this.load(verdict.rows, held, locked);
      if (verdict.kind === 'decided') return this.done(verdict.decision, verdict.at, dry ? 0 : wanted, rounds);
    }
    throw new Error(`no decision after ${MAX_ROUNDS} rounds`);
  }

  private situation(
    application: bigint,
    held: ReadonlySet<string>,
    locked: ReadonlySet<string>,
    wanted: number,
    dry: boolean,
  ): Situation {
    const world = this.state.world(
      (row) => held.has(rowKey(row)),
      (row) => locked.has(rowKey(row)),
    );
    const numbers = Array.from({ length: wanted }, (_, index) => this.number + 1n + BigInt(index));
    const entropy = new Uint8Array(32).fill(Number(this.number % 251n) + 1);
    return Object.freeze({ catalog: this.catalog, world, application, at: this.now, numbers, entropy, dry });
  }

  /** A row that is not loaded is loaded, one that is gets locked. */
  private load(rows: readonly Row[], held: Set<string>, locked: Set<string>): void {
    for (const key of rows.map(rowKey)) (held.has(key) ? locked : held).add(key);
  }

  private done(decision: Decision, at: Instant, taken: number, rounds: number): Decided {
    const position = this.number + 1n;
    this.number += BigInt(taken);
    return { decision: deepFreeze(decision), position, at, rounds };
  }
}
