import type { Clock } from '../ports';
import type { Chance } from './chance';

interface Waiting {
  readonly process: Machine;
  /** Simulated milliseconds before which it does not go on. */
  readonly due: bigint;
  readonly go: () => void;
}

/** What can stop: a stopped machine's steps wait, a dead one's never come. */
export interface Machine {
  paused: boolean;
  dead: boolean;
}

/** Every step of every process waits here, and one at a time goes on, by chance. */
export class Scheduler {
  private waiting: Waiting[] = [];
  private time = 1_000_000n;

  constructor(private readonly chance: Chance) {}

  get now(): bigint {
    return this.time;
  }

  /** Resolves when the step is chosen; never, where its machine dies before. */
  step(process: Machine, afterMs = 0): Promise<void> {
    const due = this.time + BigInt(Math.ceil(afterMs));
    return new Promise((resolve) => this.waiting.push({ process, due, go: resolve }));
  }

  clock(process: Machine): Clock {
    return { now: () => this.time, sleep: (ms) => this.step(process, ms) };
  }

  /** Lets one waiting step go on. @returns false where none can */
  async runOne(): Promise<boolean> {
    this.waiting = this.waiting.filter(({ process }) => !process.dead);
    const running = this.waiting.filter(({ process }) => !process.paused);
    if (running.length === 0) return false;
    const ready = running.filter(({ due }) => due <= this.time);
    const chosen = this.chance.pick(ready) ?? soonest(running);
    if (chosen.due > this.time) this.time = chosen.due;
    else if (this.chance.happens(0.2)) this.time += 1n;
    this.waiting = this.waiting.filter((one) => one !== chosen);
    chosen.go();
    await quiet();
    return true;
  }
}

/** All promises that can go on without a step have gone on. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function soonest(waiting: readonly Waiting[]): Waiting {
  return waiting.reduce((a, b) => (b.due < a.due ? b : a));
}
