import type { Campaign, EvaluationGroup, EvaluationMode } from '../catalog-event';
import type { Course, Evaluation } from './evaluation';
import type { EvaluationNode } from './evaluation-order';
import { settled, type Entry, type Lines, type Tried, type Turn } from './settle';

/** A mode that a later version may know stacks. */
const EXCLUDING: ReadonlySet<string> = new Set<EvaluationMode>(['listOrder', 'lowestDiscount', 'highestDiscount']);

/**
 * Gives each campaign its turn, in the order of the evaluation tree, and sees to it that groups that exclude let only
 * their winners give. It is the one place that does so, whatever the effects are.
 *
 * What a group holds is first tried, each part on the state as it was before the group; then it is settled who gives, and
 * only that is done. A winner sees nothing of what others of its group gave, so what it was compared by is what it gives.
 */
export class Contest {
  constructor(
    private readonly evaluation: Evaluation,
    private readonly tryRules: (campaign: Campaign) => void,
  ) {}

  /** Of a campaign outside of groups nobody asks what it gave. */
  run(nodes: readonly EvaluationNode[]): void {
    for (const node of nodes) {
      if (node.kind === 'campaign') this.tryRules(node.campaign);
      else this.take(node, null);
    }
  }

  private take(node: EvaluationNode, lines: Lines): readonly Turn[] {
    if (node.kind === 'campaign') return [this.try(node.campaign, lines)];
    if (!EXCLUDING.has(node.group.mode)) return node.nodes.flatMap((each) => this.take(each, lines));
    return [this.redo(this.compete(node.group, node.nodes, lines))];
  }

  /** Leaves the evaluation as it was. */
  private compete(group: EvaluationGroup, nodes: readonly EvaluationNode[], lines: Lines): Turn {
    const start = this.evaluation.course();
    const within = group.scope === 'cartItem' ? (lines ?? this.allLines()) : lines;
    const entries = nodes.map((node) => this.entry(start, node, within));
    this.evaluation.backTo(start);
    return settled(group, entries);
  }

  private entry(start: Course, node: EvaluationNode, lines: Lines): Entry {
    this.evaluation.backTo(start);
    return this.take(node, lines);
  }

  private allLines(): ReadonlySet<number> {
    const items = this.evaluation.subject.session?.cartItems ?? [];
    return new Set(items.map(({ position }) => position));
  }

  private redo(turn: Turn): Turn {
    if (turn.kind === 'tried') return this.try(turn.campaign, turn.lines);
    if (turn.kind === 'lost') this.evaluation.exclude(turn.campaign, turn.exclusion, turn.lines);
    return turn.kind === 'lost' ? turn : { kind: 'apart', entries: this.redoApart(turn.entries) };
  }

  private redoApart(entries: readonly Entry[]): readonly Entry[] {
    const { evaluation } = this;
    const { hidden: before } = evaluation;
    const total = evaluation.remainingTotal();
    const redone = entries.map((entry) => {
      evaluation.hidden += total - evaluation.remainingTotal();
      return entry.map((turn) => this.redo(turn));
    });
    evaluation.hidden = before;
    return redone;
  }

  private try(campaign: Campaign, lines: Lines): Tried {
    const { evaluation } = this;
    const before = evaluation.draft.bill;
    evaluation.lines = lines;
    this.tryRules(campaign);
    evaluation.lines = null;
    const triggered = evaluation.triggered.has(campaign.id);
    return { kind: 'tried', campaign, lines, triggered, before, after: evaluation.draft.bill };
  }
}
