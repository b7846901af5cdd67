/** What one request may hold. */
export const LIMITS = {
  /** Additions that one call activates. */
  activations: 100,
  /** UTF-16 units of a text. */
  textLength: 4096,
  idLength: 1000,
  attributes: 200,
  /** Values of a list attribute. */
  listValues: 1000,
  cartItems: 1000,
  /** Sum of the quantities of a session. */
  units: 10_000,
  couponCodes: 50,
  /** Characters of a code. */
  codeLength: 100,
  identifiers: 100,
  /** Of one profile. */
  audiences: 1000,
  additionalCosts: 100,
  /** Of one session. */
  returns: 1000,
  /** Coupons of a chunk. */
  chunk: 1000,
  usageLimit: 999_999n,
  /** Hundredths of points that one request or effect may move. */
  points: 1_000_000_000_000n,
  /** Of the points of one subledger, each with other dates, from before. */
  openingLots: 200,
  /** Minor units that a JSON number still shows exactly. */
  amount: BigInt(Number.MAX_SAFE_INTEGER),
} as const;
