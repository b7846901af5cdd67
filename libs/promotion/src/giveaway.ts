/** How far the codes of a pool are given away. They are numbered from 1, in the order in which they came, and given in it. */
export interface GiveawayStock {
  readonly pool: bigint;
  readonly added: bigint;
  readonly awarded: bigint;
}

export interface Giveaway {
  /** The numeric id of the APIs. */
  readonly id: bigint;
  readonly pool: bigint;
  /** Its place in the pool. */
  readonly number: bigint;
  readonly code: string;
}
