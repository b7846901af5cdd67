import fc from 'fast-check';
import { size } from './collection';
import { compareText } from './compare';
import { decodeUtf8, encodeUtf8 } from './utf8';

const text = fc.string({ unit: 'binary', maxLength: 20 });
const bytes = fc.uint8Array({ maxLength: 12 });

/** Lone surrogates, which UTF-8 has no form for. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function reference(value: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return undefined;
  }
}

describe('UTF-8', () => {
  it('is encoded as TextEncoder does', () => {
    fc.assert(fc.property(text, (value) => expect(encodeUtf8(value)).toEqual(new TextEncoder().encode(value))));
    expect(encodeUtf8('\ud800')).toEqual(new TextEncoder().encode('\ud800'));
  });

  it('is decoded as a strict TextDecoder does', () => {
    fc.assert(fc.property(bytes, (value) => expect(decodeUtf8(value)).toBe(reference(value))));
    const lead = fc.constantFrom(0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff);
    const tail = fc.array(fc.constantFrom(0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0), { maxLength: 4 });
    fc.assert(
      fc.property(lead, tail, (first, rest) => {
        const value = Uint8Array.from([first, ...rest]);
        expect(decodeUtf8(value)).toBe(reference(value));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('text', () => {
  it('is ordered by code points', () => {
    const sign = (left: string, right: string): number => {
      const [a, b] = [[...left], [...right]];
      const index = a.findIndex((character, at) => character !== b[at]);
      if (index === -1) return Math.sign(a.length - b.length);
      return index >= b.length ? 1 : Math.sign((a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0));
    };
    fc.assert(
      fc.property(text, text, text, (prefix, left, right) => {
        fc.pre(![prefix + left, prefix + right].some((value) => LONE.test(value)));
        expect(Math.sign(compareText(prefix + left, prefix + right))).toBe(sign(prefix + left, prefix + right));
      }),
    );
    expect(compareText('\uffff', '😀')).toBeLessThan(0);
    expect(compareText('😀', '😁')).toBeLessThan(0);
  });

  it('is as long as its code points', () => {
    fc.assert(fc.property(text, (value) => expect(size(value)).toBe(BigInt([...value].length))));
  });
});
