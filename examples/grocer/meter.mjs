/** Counts what a second brought, and says it in a line. */
export class Meter {
  closedBaskets = 0;
  #latencies = [];
  #effects = new Map();
  #closed = 0;

  answered(ms, effects) {
    this.#latencies.push(ms);
    for (const { effectType } of effects) this.#effects.set(effectType, (this.#effects.get(effectType) ?? 0) + 1);
  }

  closed() {
    this.#closed += 1;
    this.closedBaskets += 1;
  }

  /** The line of the second that has passed; begins the next. */
  line() {
    const sorted = this.#latencies.sort((a, b) => a - b);
    const at = (share) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    const effects = [...this.#effects].map(([type, count]) => `${type} ${count}`).join(', ') || 'none';
    const line =
      `${String(sorted.length).padStart(5)} updates/s  p50 ${at(0.5)} ms  p99 ${at(0.99)} ms  ` +
      `${String(this.#closed).padStart(4)} closed (${this.closedBaskets} in all)  effects: ${effects}`;
    this.#latencies = [];
    this.#effects.clear();
    this.#closed = 0;
    return line;
  }
}
