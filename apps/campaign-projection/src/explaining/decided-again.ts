import type { DecisionRecord } from '@tessera/event-contracts';
import {
  type Catalog,
  type Decision,
  type Effect,
  explain,
  type Explanation,
  type Request,
  sameValue,
} from '@tessera/promotion';
import { PastRows, type Writers } from './past-rows';

/** More rounds than any decision takes. */
const MOST_ROUNDS = 12;

/** More numbers than a request can take: its position, and one for each entity that it creates. */
const MOST_NUMBERS = 2_000;

/** A recorded decision with the reasons of its rules. */
export interface DecidedAgain {
  readonly explanation: Explanation;
  /** Whether its rules, asked again, give what is recorded: else something that they saw cannot be told any more. */
  readonly exact: boolean;
}

/** Asks the rules of a recorded decision again: on the catalog and the rows that it was made on, at its own time. */
export async function decidedAgain(
  { id, application, at, payload }: DecisionRecord,
  request: Request,
  catalog: Catalog,
  writers: Writers,
  only: ReadonlySet<bigint> | null,
): Promise<DecidedAgain> {
  const position = BigInt(id);
  const world = new PastRows(position, at, payload, writers);
  const numbers = Array.from({ length: MOST_NUMBERS }, (_, index) => position + BigInt(index));
  const situation = { catalog, world, application, at, numbers, entropy: payload.entropy, dry: false };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { verdict, explanation } = explain(situation, request, only);
    if (verdict.kind === 'decided') return { explanation, exact: sameEffects(verdict.decision, payload) };
    if (verdict.kind === 'short') throw new Error(`a decision took ${verdict.numbers} numbers`);
    await world.load(verdict.rows);
  }
  throw new Error('a decision asked for rows again and again');
}

function sameEffects({ effects: ours }: Decision, { effects: recorded }: Decision): boolean {
  return ours.length === recorded.length && ours.every((effect, index) => isSame(effect, recorded[index]));
}

function isSame(one: Effect, other: Effect | undefined): boolean {
  if (other?.type !== one.type || other.campaign !== one.campaign || other.ruleId !== one.ruleId) return false;
  const [undoes, undone] = [one.undoes, other.undoes];
  if (undoes?.position !== undone?.position || undoes?.index !== undone?.index) return false;
  const names = Object.keys(one.props);
  if (names.length !== Object.keys(other.props).length) return false;
  return names.every((name) => sameValue(one.props[name] ?? null, other.props[name] ?? null));
}
