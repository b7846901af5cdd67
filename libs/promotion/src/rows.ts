import type { Row } from './world';

/**
 * Locks are taken kind by kind in this order, and by key within a kind. All have two digits, so that they sort as text.
 * `coupon` and `couponId` name rows of one table.
 */
const LOCK_ORDER: Readonly<Record<Row['kind'], number>> = {
  session: 10,
  activity: 11,
  profile: 12,
  ledger: 13,
  coupon: 14,
  couponId: 15,
  counter: 16,
  history: 17,
  achievement: 18,
  giveawayStock: 19,
  giveaway: 20,
  giveawayCode: 21,
  due: 22,
  eventId: 23,
};

/** Equal for equal rows; sorting by it gives the order in which rows are locked. */
export function rowKey(row: Row): string {
  return `${LOCK_ORDER[row.kind]}/${row.kind}/${rowName(row)}`;
}

/** A row's key within its kind: `<application>/<id>`, for what is the account's without an application. */
export function rowName(row: Row): string {
  switch (row.kind) {
    case 'session':
      return `${row.application}/${row.id}`;
    case 'profile':
      return row.id;
    case 'activity':
    case 'history':
      return `${row.application}/${row.profile}`;
    case 'ledger':
      return `${row.program}/${row.profile}`;
    case 'coupon':
      return `${row.application}/${row.canonical}`;
    case 'couponId':
    case 'eventId':
      return `${row.application}/${row.id}`;
    case 'counter':
      return `${row.application}/${row.counter}`;
    case 'achievement':
      return `${row.application}/${row.achievement}/${row.profile}`;
    case 'giveawayStock':
      return String(row.pool);
    case 'giveaway':
      return `${row.pool}/${row.number}`;
    case 'giveawayCode':
      return `${row.pool}/${row.code}`;
    case 'due':
      return `${row.partition}/${row.until}`;
  }
}

/** Each row once, in lock order. */
export function sortedRows(rows: Iterable<Row>): Row[] {
  const byKey = new Map(Array.from(rows, (row) => [rowKey(row), row]));
  return [...byKey.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
}
