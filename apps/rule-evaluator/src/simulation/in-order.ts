import type { SliceTransaction } from '../ports';

/** A transaction whose steps are done one after the other in the order of asking, as a database connection does them. */
export class InOrder implements SliceTransaction {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly inner: SliceTransaction) {}

  firsts: SliceTransaction['firsts'] = (ids, since) => this.after(() => this.inner.firsts(ids, since));
  read: SliceTransaction['read'] = (rows) => this.after(() => this.inner.read(rows));
  lock: SliceTransaction['lock'] = (rows) => this.after(() => this.inner.lock(rows));
  couponRows: SliceTransaction['couponRows'] = (rows) => this.after(() => this.inner.couponRows(rows));
  history: SliceTransaction['history'] = (wanted) => this.after(() => this.inner.history(wanted));
  due: SliceTransaction['due'] = (row) => this.after(() => this.inner.due(row));
  numbers: SliceTransaction['numbers'] = (count) => this.after(() => this.inner.numbers(count));
  subjectKeys: SliceTransaction['subjectKeys'] = (keys) => this.after(() => this.inner.subjectKeys(keys));
  write: SliceTransaction['write'] = (rows) => this.inner.write(rows);
  commit: SliceTransaction['commit'] = (outcome) => this.after(() => this.inner.commit(outcome));
  rollback: SliceTransaction['rollback'] = () => this.after(() => this.inner.rollback());

  private after<T>(step: () => Promise<T>): Promise<T> {
    // How the step before came out is for its caller; this one only waits for its end.
    const done = this.last.then(step, step);
    this.last = done;
    return done;
  }
}
