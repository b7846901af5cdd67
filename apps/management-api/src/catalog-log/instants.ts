/** A table's time as the log has it: milliseconds since 1970-01-01T00:00:00Z. */
export function instantOf(date: Date): bigint {
  return BigInt(date.getTime());
}

export function instantOrNull(date: Date | null): bigint | null {
  return date === null ? null : instantOf(date);
}
