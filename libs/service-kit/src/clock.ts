/** The time as the shell sees it; the domain gets it as an argument. Specs provide their own. */
export abstract class Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  abstract now(): bigint;
}

export class SystemClock extends Clock {
  now(): bigint {
    return BigInt(Date.now());
  }
}
