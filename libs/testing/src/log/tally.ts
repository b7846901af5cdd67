import { fields, long, type Fields } from './record';

/** Rows and sums while a log is folded. */
export class Tally {
  readonly rows = new Map<string, unknown>();
  readonly contradictions: string[] = [];
  private readonly sums = new Map<string, bigint>();

  keep(name: string, row: unknown): void {
    this.rows.set(name, row);
  }

  change(name: string, part: Fields): void {
    this.rows.set(name, { ...fields(this.rows.get(name) ?? {}), ...part });
  }

  drop(name: string): void {
    this.rows.delete(name);
  }

  sum(name: string): bigint {
    return this.sums.get(name) ?? 0n;
  }

  add(name: string, delta: bigint): bigint {
    const sum = this.sum(name) + delta;
    this.sums.set(name, sum);
    return sum;
  }

  /** Adds to a sum, and looks whether it is what was told. @returns the sum */
  moves(name: string, delta: unknown, told: unknown): bigint {
    const sum = this.add(name, long(delta));
    this.agrees(name, sum, told);
    return sum;
  }

  agrees(name: string, sum: bigint, told: unknown): void {
    if (sum !== told) this.contradictions.push(`${name}: it adds up to ${sum}, and ${String(told)} is told`);
  }
}
