import type { Activation, Constraint } from '@tessera/expression';
import type { Campaign } from '../catalog-event';
import { isRunning } from '../fold/running';
import type { CompiledRule, CompiledRuleset } from '../rules/compiled-rule';
import type { Instant } from '../value';
import type { Access } from './access';
import type { Answer } from './answers';
import type { Operands } from './operand';

/** Where a rule is kept. */
export interface Home {
  remove(rule: IndexedRule): void;
}

/** One look into the index: what it is asked about, and what it has found so far. */
export interface Reading {
  /** Marks what this reading has seen, so that nothing needs to be cleared between two of them. */
  readonly generation: number;
  readonly activation: Activation;
  readonly at: Instant;
  readonly operands: Operands;
  readonly found: IndexedRule[];
}

interface Parts {
  readonly campaign: Campaign;
  readonly compiled: CompiledRuleset;
  readonly rule: CompiledRule;
  readonly access: Access;
  /** Of the rule's fixed operands; none where somebody may hear of it. */
  readonly answers: readonly Answer[];
}

/** A rule in the index. A reading touches its first fields only: finding rules costs the memory that they lie in. */
export class IndexedRule {
  private generation = 0;
  /** Whether its condition is known to hold, for the last reading that found it. */
  holds = false;
  /** Whether the answers are all of its condition. */
  private readonly isAnswered: boolean;
  private answers: readonly Answer[];
  /** Null: it runs at any time. */
  private readonly scheduled: Campaign | null;
  /** Its campaign's id: where it stands among others. */
  readonly place: number;
  readonly campaign: Campaign;
  readonly compiled: CompiledRuleset;
  readonly rule: CompiledRule;
  readonly access: Access;
  /** More than one where its constraint accepts several keys. */
  readonly homes: Home[] = [];

  constructor({ campaign, compiled, rule, access, answers }: Parts) {
    this.isAnswered = access.isSilent && rule.isFixed;
    this.answers = answers;
    this.scheduled = campaign.startTime === null && campaign.endTime === null ? null : campaign;
    this.place = Number(campaign.id);
    this.campaign = campaign;
    this.compiled = compiled;
    this.rule = rule;
    this.access = access;
  }

  /** Says that it is only met where the constraint is, so that this needs no answer. */
  metUnder(constraint: Constraint): void {
    const known = this.rule.fixed.findIndex(({ equivalent }) => equivalent === constraint);
    this.answers = this.answers.filter((_, index) => index !== known);
  }

  /**
   * Adds it to what the reading found, once: where all answers are that it holds, or where some are no answers but all that
   * it needs is there. What it needs counts, not how it was found, so that the same is found in any order of changes.
   */
  collect(reading: Reading): void {
    if (this.generation === reading.generation) return;
    this.generation = reading.generation;
    if (this.scheduled !== null && !isRunning(this.scheduled, reading.at)) return;
    let holds = this.isAnswered;
    for (const answer of this.answers) {
      const value = answer.in(reading);
      if (value === false) return;
      if (value !== true) holds = false;
    }
    if (!holds && !this.access.constraints.every((constraint) => reading.operands.meet(constraint, reading))) return;
    this.holds = holds;
    reading.found.push(this);
  }
}
