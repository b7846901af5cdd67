/** UTF-8 by hand: the pure libraries compile without TextEncoder, which is no part of the language. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const scalar = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
    if (scalar < 0x80) bytes.push(scalar);
    else if (scalar < 0x800) bytes.push(0xc0 | (scalar >> 6), tail(scalar));
    else if (scalar < 0x10000) bytes.push(0xe0 | (scalar >> 12), tail(scalar >> 6), tail(scalar));
    else bytes.push(0xf0 | (scalar >> 18), tail(scalar >> 12), tail(scalar >> 6), tail(scalar));
  }
  return Uint8Array.from(bytes);
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}

/** Undefined: not UTF-8 (also overlong forms, surrogates and what lies beyond U+10FFFF). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const characters: string[] = [];
  for (let index = 0; index < bytes.length;) {
    const length = sequenceLength(bytes[index] ?? 0);
    const code = length === 0 ? undefined : codeOf(bytes.subarray(index, index + length), length);
    if (code === undefined) return undefined;
    characters.push(String.fromCodePoint(code));
    index += length;
  }
  return characters.join('');
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

function codeOf(sequence: Uint8Array, length: number): number | undefined {
  const [lead = 0, ...rest] = sequence;
  if (rest.length !== length - 1 || rest.some((byte) => byte >> 6 !== 2)) return undefined;
  const code = rest.reduce((sum, byte) => (sum << 6) | (byte & 0x3f), length === 1 ? lead : lead & (0x7f >> length));
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return surrogate || code > 0x10ffff || code < (SMALLEST[length] ?? 0) ? undefined : code;
}
