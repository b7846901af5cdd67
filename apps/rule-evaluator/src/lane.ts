/** The two inbox topics of one partition: people wait for `live`, imports and streams come by `bulk`. */
export type Lane = 'live' | 'bulk';

export const LANES: readonly Lane[] = ['live', 'bulk'];

/** The next offset of each lane. Both lanes of a partition are owned, decided and published as one unit. */
export type Offsets = Readonly<Record<Lane, bigint>>;

/** @returns the offsets after one lane moved on to `next` */
export function moved(offsets: Offsets, lane: Lane, next: bigint): Offsets {
  return { ...offsets, [lane]: next };
}

export function sameOffsets(a: Offsets, b: Offsets): boolean {
  return LANES.every((lane) => a[lane] === b[lane]);
}

export function notAfter(a: Offsets, b: Offsets): boolean {
  return LANES.every((lane) => a[lane] <= b[lane]);
}

export function offsetsText(offsets: Offsets): string {
  return LANES.map((lane) => `${lane} ${offsets[lane]}`).join(', ');
}
