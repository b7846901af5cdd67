import type { Consumer } from 'kafkajs';

export interface TopicPartition {
  /** The contract's name, without prefix. */
  readonly topic: string;
  readonly partition: number;
}

/** What one consumer owns, from one joining of the group to the next. */
export interface Assignment {
  /** 1 at the first, one more at each. */
  readonly generation: number;
  readonly partitions: readonly TopicPartition[];
}

/**
 * Told before any batch of the assignment is delivered, and before any of the next. Both are called for every rebalance, also
 * for partitions that stay: another member may have owned them in between, so all state in memory must go.
 * What they throw, or reject with, is a crash of the consumer.
 */
export interface AssignmentListener {
  onAssigned?(assignment: Assignment): void | Promise<void>;
  onRevoked?(assignment: Assignment): void | Promise<void>;
}

/** trap 13: kafkajs tells of joining and rebalancing by events only; this makes assignments with a generation of them. */
export class Assignments {
  private generation = 0;
  private held: Assignment | null = null;
  private recent: readonly TopicPartition[] = [];

  constructor(
    private readonly topicPrefix: string,
    private readonly listeners: readonly AssignmentListener[],
    private readonly failed: (error: Error) => void,
  ) {}

  get current(): Assignment | null {
    return this.held;
  }

  /** The partition numbers of this or, while the group rebalances, of the last assignment. */
  get recentNumbers(): readonly number[] {
    return [...new Set(this.recent.map(({ partition }) => partition))];
  }

  isHeld(generation: number): boolean {
    return this.held?.generation === generation;
  }

  watch(consumer: Consumer): void {
    consumer.on('consumer.rebalancing', () => this.revoke());
    consumer.on('consumer.crash', () => this.revoke());
    consumer.on('consumer.stop', () => this.revoke());
    consumer.on('consumer.group_join', ({ payload }) => {
      this.revoke();
      // Pauses belong to the assignment that made them.
      consumer.resume(consumer.paused());
      this.assign(payload.memberAssignment);
    });
  }

  private assign(byTopic: Readonly<Record<string, number[]>>): void {
    const partitions = Object.entries(byTopic).flatMap(([name, numbers]) =>
      numbers.map((partition) => ({ topic: name.slice(this.topicPrefix.length), partition })),
    );
    const assignment = { generation: ++this.generation, partitions };
    this.held = assignment;
    this.recent = partitions;
    this.tell((listener) => listener.onAssigned?.(assignment));
  }

  /** The assignment ends here, whoever learns of it first. */
  revoke(): void {
    const assignment = this.held;
    if (!assignment) return;
    this.held = null;
    this.tell((listener) => listener.onRevoked?.(assignment));
  }

  private tell(call: (listener: AssignmentListener) => void | Promise<void>): void {
    for (const listener of this.listeners) {
      new Promise<void>((resolve) => resolve(call(listener))).catch((error: Error) => this.failed(error));
    }
  }
}
