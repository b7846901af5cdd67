/** Up to which decision of a partition a read model must have come; opaque to clients. */
export interface ReadToken {
  readonly partition: number;
  readonly decisionSeq: bigint;
}

const SHAPE = /^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,18})$/;

export function encodeReadToken({ partition, decisionSeq }: ReadToken): string {
  return Buffer.from(`${partition}.${decisionSeq}`).toString('base64url');
}

/** Undefined: not a token. */
export function decodeReadToken(text: string): ReadToken | undefined {
  const match = SHAPE.exec(Buffer.from(text, 'base64url').toString());
  return match ? { partition: Number(match[1]), decisionSeq: BigInt(match[2] ?? '') } : undefined;
}
