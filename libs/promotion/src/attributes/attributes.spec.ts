import { attribute, given, SHOP } from '../testing';
import { attributesFrom } from './attributes-from';
import { parseInstant } from './instant';
import { mergeAttributes } from './merge';
import { sameValue, valueText } from './same-value';

const definitions = given(
  attribute('CustomerSession', 'number', 'number'),
  attribute('CustomerSession', 'time', 'time'),
  attribute('CustomerSession', 'place', 'location'),
  attribute('CustomerSession', 'times', '(list time)'),
).shop.catalog.attributes(SHOP, 'CustomerSession');

describe('attributesFrom', () => {
  it('gives JSON and Avro values one form, and changes nothing when applied again', () => {
    const json = {
      number: -0,
      time: '2026-07-15T14:00:00.5+02:00',
      place: { latitude: 1, longitude: 2 },
      times: ['1970-01-01T00:00:00Z', 'soon'],
      unknown: { a: [1, { b: null }], kind: 5 },
    };
    const values = attributesFrom(json, definitions);
    expect(values).toEqual({
      number: 0,
      time: { kind: 'instant', at: 1_784_116_800_500n },
      place: { kind: 'location', latitude: 1, longitude: 2 },
      times: { kind: 'list', items: [{ kind: 'instant', at: 0n }, 'soon'] },
      unknown: {
        kind: 'map',
        entries: { a: { kind: 'list', items: [1, { kind: 'map', entries: { b: null } }] }, kind: 5 },
      },
    });
    expect(Object.is(values['number'], 0)).toBe(true);
    expect(attributesFrom(values, definitions)).toEqual(values);
    expect(attributesFrom({ number: 5n }, definitions)).toEqual({ number: 5 });
  });

  it('does not let a name reach the prototype', () => {
    const values = attributesFrom(JSON.parse('{"__proto__": {"a": 1}}') as Record<string, unknown>, definitions);
    expect(Object.keys(values)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
  });
});

describe('parseInstant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['1969-12-31t23:59:59.999z', -1n],
    ['2026-07-15T12:00:00+00:00', 1_784_116_800_000n],
    ['2026-07-15 14:00:00.0009+02:00', 1_784_116_800_000n],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000n],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000n],
  ])('reads %s', (text, at) => {
    expect(parseInstant(text)).toBe(at);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01',
    '0000-01-01T00:00:00Z',
    'now',
  ])('does not read %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('comparing', () => {
  it('goes by content and type', () => {
    expect(sameValue(1, 1n)).toBe(false);
    expect(sameValue('1', 1)).toBe(false);
    expect(sameValue({ kind: 'instant', at: 1n }, { kind: 'instant', at: 1n })).toBe(true);
    expect(sameValue({ kind: 'list', items: ['a', 'b'] }, { kind: 'list', items: ['a,b'] })).toBe(false);
    expect(valueText('[1]')).not.toBe(valueText({ kind: 'list', items: [1] }));
  });
});

describe('merging', () => {
  it('keeps, replaces, and takes away by null', () => {
    expect(mergeAttributes({ a: 1, b: 2 }, { b: null, c: 3 })).toEqual({ a: 1, c: 3 });
    const stored = { a: 1 };
    expect(mergeAttributes(stored, null)).toBe(stored);
  });
});
