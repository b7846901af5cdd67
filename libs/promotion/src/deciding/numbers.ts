/** The numbers of what one decision creates: they follow its position, in the order of these fields. */
export interface Created {
  readonly session: boolean;
  readonly profile: boolean;
  readonly event: boolean;
  readonly coupons: number;
  readonly giveaways: number;
}

export interface Numbers {
  readonly position: bigint;
  /** 0 where none is created; so for the others. */
  readonly session: bigint;
  readonly profile: bigint;
  readonly event: bigint;
  readonly coupons: readonly bigint[];
  readonly giveaways: readonly bigint[];
}

export const NOTHING_CREATED: Created = { session: false, profile: false, event: false, coupons: 0, giveaways: 0 };

/** How many numbers a decision takes, its position included. */
export function countOf({ session, profile, event, coupons, giveaways }: Created): number {
  return 1 + Number(session) + Number(profile) + Number(event) + coupons + giveaways;
}

/** `numbers` has at least `countOf(created)`. */
export function handOut(numbers: readonly bigint[], created: Created): Numbers {
  let next = 0;
  const take = (wanted: boolean): bigint => (wanted ? (numbers[next++] ?? 0n) : 0n);
  const [position, session, profile, event] = [true, created.session, created.profile, created.event].map(take);
  return {
    position: position ?? 0n,
    session: session ?? 0n,
    profile: profile ?? 0n,
    event: event ?? 0n,
    coupons: numbers.slice(next, next + created.coupons),
    giveaways: numbers.slice(next + created.coupons, next + created.coupons + created.giveaways),
  };
}
