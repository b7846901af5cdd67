/** Many byte strings as one binary parameter: PostgreSQL cuts it up again, and nothing is written out as hex. */
export interface Packed {
  readonly bytes: Buffer;
  /** From 1, as `substring` counts; null stands for a null. */
  readonly from: readonly (number | null)[];
  readonly length: readonly (number | null)[];
}

export function pack(parts: readonly (Uint8Array | null)[]): Packed {
  let end = 1;
  const from = parts.map((part) => {
    const begin = end;
    end += part?.length ?? 0;
    return part && begin;
  });
  return {
    bytes: Buffer.concat(parts.flatMap((part) => part ?? [])),
    from,
    length: parts.map((part) => part && part.length),
  };
}
