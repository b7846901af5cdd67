import type { SealedValue, Value } from '@tessera/promotion';
import { type Json, type RenderSealed, renderAttributes } from './value';

const MARK = '$sealed';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Keeps a sealed value as it is, in a form that JSON holds, so that a read model never has it open. */
export const keepSealed: RenderSealed = ({ keyId, nonce, bytes }, name) => ({
  [MARK]: { keyId, nonce: hex(nonce), bytes: hex(bytes), name },
});

interface Kept {
  readonly keyId: string;
  readonly nonce: string;
  readonly bytes: string;
  readonly name: string;
}

function keptIn(json: Json): Kept | undefined {
  return json !== null && typeof json === 'object' && MARK in json
    ? (json as unknown as Record<string, Kept>)[MARK]
    : undefined;
}

/** The key ids that are needed to open what `keepSealed` kept. */
export function sealedKeys(json: Json, into: Set<string> = new Set()): Set<string> {
  const kept = keptIn(json);
  if (kept) into.add(kept.keyId);
  else if (json !== null && typeof json === 'object')
    Object.values(json).forEach((part: Json) => sealedKeys(part, into));
  return into;
}

/** Opens a sealed value of this name; `undefined` where its key is erased. */
export type Open = (sealed: SealedValue, name: string) => Value | undefined;

/** Opens what `keepSealed` kept; what cannot be opened, since its key is erased, is left out. */
export function openSealed(json: Json, open: Open): Json | undefined {
  const kept = keptIn(json);
  if (kept) return opened(kept, open);
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.flatMap((part: Json) => openSealed(part, open) ?? []);
  const entries = Object.entries(json).map(([name, part]) => [name, openSealed(part, open)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function opened(kept: Kept, open: Open): Json | undefined {
  const value = open(sealedOf(kept), kept.name);
  return value === undefined ? undefined : renderAttributes({ value })['value'];
}

const sealedOf = ({ keyId, nonce, bytes }: Kept): SealedValue => ({
  kind: 'sealed',
  keyId,
  nonce: bytesOf(nonce),
  bytes: bytesOf(bytes),
});
