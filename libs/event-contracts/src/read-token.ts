/** A decision that a read model must have come to. */
export interface ReadToken {
  readonly partition: number;
  readonly decisionSeq: bigint;
}

const POSITION = /^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,18})$/;
const SEPARATOR = ',';

/** One text for one decision, or for several of different partitions; opaque to clients. */
export function encodeReadToken(...positions: readonly ReadToken[]): string {
  const texts = positions.map(({ partition, decisionSeq }) => `${partition}.${decisionSeq}`);
  return Buffer.from(texts.join(SEPARATOR)).toString('base64url');
}

/** The decisions that a text stands for, at least one. Undefined: not a token. */
export function decodeReadToken(text: string): readonly ReadToken[] | undefined {
  const texts = Buffer.from(text, 'base64url').toString().split(SEPARATOR);
  const positions = texts.flatMap((position) => positionOf(position) ?? []);
  return positions.length === texts.length ? positions : undefined;
}

function positionOf(text: string): ReadToken | undefined {
  const match = POSITION.exec(text);
  return match ? { partition: Number(match[1]), decisionSeq: BigInt(match[2] ?? '') } : undefined;
}
