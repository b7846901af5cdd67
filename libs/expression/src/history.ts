import { CelError } from './error';
import { type CelObject, Timestamp, type CelValue } from './value';

const NANOS_PER_MILLI = 1_000_000n;

/**
 * The past as a list: objects with a timestamp field `at`, newest first.
 *
 * `truncated` says that older ones exist which were not loaded. A window that may reach them is an error
 * (`history.truncated`), never a wrong count.
 */
export class HistoryList {
  constructor(
    private readonly items: readonly CelObject[],
    private readonly at: Timestamp,
    private readonly truncated: boolean,
  ) {}

  /** Everything, or an error where not everything is held. */
  all(): readonly CelValue[] | CelError {
    return this.truncated ? tooOld() : this.items;
  }

  /** What happened in (at - milliseconds, at], or an error where the window reaches beyond what is held. */
  within(milliseconds: bigint): readonly CelValue[] | CelError {
    const after = this.at.nanos - milliseconds * NANOS_PER_MILLI;
    const end = this.items.findIndex((item) => nanosOf(item) <= after);
    if (end === -1 && this.truncated) return tooOld();
    const held = end === -1 ? this.items : this.items.slice(0, end);
    return held.filter((item) => nanosOf(item) <= this.at.nanos);
  }
}

function nanosOf(item: CelObject): bigint {
  const at = item.get('at');
  if (!(at instanceof Timestamp)) throw new TypeError('a past item has no timestamp field `at`');
  return at.nanos;
}

function tooOld(): CelError {
  return new CelError('history.truncated', 'the history is longer than what can be loaded; read a shorter window');
}
