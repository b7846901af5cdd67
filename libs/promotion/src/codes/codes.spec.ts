import fc from 'fast-check';
import { canonicalCode } from './canonical-code';
import { DEFAULT_CHARACTERS, drawCode, patternCapacity } from './draw-code';
import { chachaBlock, RandomSource, words } from './random-source';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));

describe('canonicalCode', () => {
  it.each([
    [' summer10 ', 'SUMMER10'],
    ['ＳＵＭＭＥＲ', 'SUMMER'],
    ['straße', 'STRASSE'],
    ['ﬁrst', 'FIRST'],
    ['u\u0308', 'Ü'],
  ])('%j is %j', (code, canonical) => {
    expect(canonicalCode(code)).toBe(canonical);
  });

  it('is the same when applied again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (code) => canonicalCode(canonicalCode(code)) === canonicalCode(code),
      ),
    );
  });
});

describe('RandomSource', () => {
  it('is ChaCha20: the block of RFC 8439, 2.3.2', () => {
    const key = words(bytes('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'));
    const nonce = words(bytes('000000090000004a00000000'));
    expect([...chachaBlock(key, 1, nonce)].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(
      'e4e7f110 15593bd1 1fdd0f50 c47120a3 c7f4d1c7 0368c033 9aaa2204 4e6cd4c3 ' +
        '466482d2 09aa9f07 05d7c214 a2028bd9 d19c12b5 b94e16de e883d0cb 4e3c50a2',
    );
  });

  it('gives the same numbers for the same entropy and others for another', () => {
    const draw = (seed: number) => {
      const source = new RandomSource(new Uint8Array(32).fill(seed));
      return Array.from({ length: 40 }, () => source.below(1000)).join();
    };
    expect(draw(1)).toBe(draw(1));
    expect(draw(1)).not.toBe(draw(2));
  });

  it('draws each number about equally often', () => {
    const source = new RandomSource(new Uint8Array(32).fill(7));
    const counts = new Array<number>(7).fill(0);
    for (let draw = 0; draw < 70_000; draw += 1) counts[source.below(7)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(9500);
    expect(Math.max(...counts)).toBeLessThan(10_500);
  });

  it('refuses any other length of entropy', () => {
    expect(() => new RandomSource(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('drawCode', () => {
  const random = () => new RandomSource(new Uint8Array(32).fill(3));

  it('replaces each # and nothing else', () => {
    expect(drawCode('A-##-%$&', ['x'], random())).toBe('A-xx-%$&');
    expect(drawCode('FIXED', [], random())).toBe('FIXED');
    expect([...drawCode('#'.repeat(500), [], random())].every((one) => DEFAULT_CHARACTERS.includes(one))).toBe(true);
  });

  it('knows how many codes a pattern has', () => {
    expect(patternCapacity('A##', ['a', 'b', 'b'])).toBe(4);
    expect(patternCapacity('FIXED', [])).toBe(1);
    expect(patternCapacity('#'.repeat(100), [])).toBe(Number.MAX_SAFE_INTEGER);
  });
});
