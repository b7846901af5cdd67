import type { Value } from '@tessera/promotion';
import { SCHEMA_VERSIONS } from './generated/schemas.generated';
import { inboxRecord, sessionUpdate } from './samples.fixture';
import { integrationEvents } from './topics';

/** Every version of the inbox record: older ones are read by avsc's resolvers. */
const VERSIONS = SCHEMA_VERSIONS.filter(({ record }) => record === 'InboxRecord').map(({ version, id }) => {
  return { version, header: `00${id.toString(16).padStart(8, '0')}` };
});

/** An inbox record up to its payload, so that the payload's bytes can be written by hand. */
const beforePayload = (header: string): string =>
  [
    header,
    '0000000000', // id, src, seq, requestId, application
    '00', // at: null
    '00000000', // recordedAt, catalogVersion, currency, idempotency: null
  ].join('');

const code = (code: string): Error => expect.objectContaining({ code }) as Error;

const attribute = (value: Value) => ({
  ...inboxRecord,
  payload: { ...sessionUpdate, attributes: { a: value } },
});

describe.each(VERSIONS)('bytes of the inbox, version $version', ({ version, header }) => {
  const withPayload = (hex: string): Buffer => Buffer.from(`${beforePayload(header)}${hex}`.replaceAll(' ', ''), 'hex');

  /** What the first version has not: the lists of audiences, and of when memberships end. */
  const later = version > 1 ? '00 00 00' : '';

  /** A profile update (branch 1) of profile '' with one attribute 'a', whose Value follows. */
  const withValue = (hex: string): Buffer => withPayload(`02 00 02 02 0261 ${hex} 00 00 ${later}`);

  it('are readable when written by hand', () => {
    expect(integrationEvents.fromWire(withValue('04 01')).payload).toEqual({
      kind: 'ProfileUpdateReceived',
      profileId: '',
      attributes: { a: true },
      runRuleEngine: false,
      joins: [],
      leaves: [],
      ends: [],
    });
  });

  it.each([
    ['30 million list items in five bytes', '10 80878e1c', 'avro.limits'],
    ['2^60 list items', '10 8080808080808080 20', 'avro.limits'],
    ['30 million list items in a block with a size', '10 ff868e1c 02', 'avro.limits'],
    ['30 million map entries', '12 80878e1c', 'avro.limits'],
    ['values nested 33 deep', `${'1002'.repeat(33)} 00 ${'00'.repeat(33)}`, 'avro.limits'],
    ['a string beyond the end', '02 80878e1c', 'avro.decode'],
    ['a string of negative length', '02 01', 'avro.decode'],
    ['a string that is not UTF-8', '02 02 ff', 'avro.decode'],
    ['a lone surrogate', '02 06 eda080', 'avro.decode'],
    ['bytes beyond the end', '14 00 80878e1c', 'avro.decode'],
    ['a boolean of 2', '04 02', 'avro.decode'],
    ['a long of eleven bytes', '06 8080808080808080808001', 'avro.decode'],
    ['a long of 65 bits', '06 ffffffffffffffffff7f', 'avro.decode'],
    ['NaN', '08 000000000000f87f', 'avro.decode'],
    ['an infinite double', '08 000000000000f07f', 'avro.decode'],
    ['a decimal without digits', '0a 00 00', 'avro.decode'],
    ['a decimal of 65 bytes', `0a 8201 ${'01'.repeat(65)} 00`, 'avro.decode'],
    ['an int of 33 bits', '0a 02 01 8080808020', 'avro.decode'],
    ['a value of no known type', '16', 'avro.decode'],
    ['a value of negative type', '01', 'avro.decode'],
    ['a key __proto__', '12 02 12 5f5f70726f746f5f5f 00 00', 'avro.decode'],
  ])('are refused with %s', (_, hex, expected) => {
    expect(() => integrationEvents.fromWire(withValue(hex))).toThrow(code(expected));
  });

  it('are refused before memory is taken for what they promise', () => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 20; i++) {
      expect(() => integrationEvents.fromWire(withValue('10 80878e1c'))).toThrow(code('avro.limits'));
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30e6);
  });

  it.each([
    ['no bytes', ''],
    ['a frame cut short', '00000000'],
    ['another magic byte', '0100000001'],
    ['an id that no schema has', '00000003e7'],
    ['the id of another topic', '0000000003'],
  ])('are refused with %s', (_, hex) => {
    expect(() => integrationEvents.fromWire(Buffer.from(hex, 'hex'))).toThrow(code('schema.unknown'));
  });

  it('are refused with no value', () => {
    expect(() => integrationEvents.fromWire(null)).toThrow(code('value.missing'));
  });

  it('are refused with a payload of no known kind', () => {
    expect(() => integrationEvents.fromWire(withPayload('7e'))).toThrow(code('avro.decode'));
  });

  it('are refused with anything behind the record', () => {
    const bytes = Buffer.concat([integrationEvents.toWire(inboxRecord), Buffer.of(0)]);
    expect(() => integrationEvents.fromWire(bytes)).toThrow(code('avro.decode'));
  });

  it('are refused with an end too soon, which is told from too late', () => {
    const bytes = integrationEvents.toWire(inboxRecord);
    expect(() => integrationEvents.fromWire(bytes.subarray(0, -1))).toThrow('the end within');
  });

  it('are refused when larger than any record may be, unread', () => {
    const bytes = Buffer.concat([Buffer.from(header, 'hex'), Buffer.alloc(integrationEvents.maxRecordBytes)]);
    expect(() => integrationEvents.fromWire(bytes)).toThrow(code('avro.limits'));
  });

  it('may come in blocks, as other producers write lists', () => {
    // Two blocks of one item each, the first with its size in bytes.
    expect(integrationEvents.fromWire(withValue('10 01 02 00 02 00 00')).payload).toMatchObject({
      attributes: { a: { kind: 'list', items: [null, null] } },
    });
  });

  it.each([
    ['06 ffffffffffffffffff01', -(2n ** 63n)],
    ['06 feffffffffffffffff01', 2n ** 63n - 1n],
    ['06 8280808080808020', 2n ** 53n + 1n],
    ['06 00', 0n],
  ])('hold longs exactly: %s', (hex, long) => {
    const record = attribute(long);
    expect(integrationEvents.fromWire(withValue(hex)).payload).toMatchObject({ attributes: { a: long } });
    expect(integrationEvents.fromWire(integrationEvents.toWire(record))).toEqual(record);
  });

  it('have no negative zero', () => {
    const { payload } = integrationEvents.fromWire(withValue('08 0000000000000080'));
    expect(payload).toMatchObject({ attributes: { a: 0 } });
  });
});

describe('a record that the wire cannot hold', () => {
  it.each<[string, unknown]>([
    ['NaN', NaN],
    ['an infinite number', -Infinity],
    ['a long beyond 64 bits', 2n ** 63n],
    ['a value of no known kind', { kind: 'colour' }],
    ['undefined', undefined],
    ['a decimal beyond 64 bytes', { kind: 'decimal', unscaled: 2n ** 511n, scale: 0 }],
    ['a fraction for an int', { kind: 'decimal', unscaled: 1n, scale: 0.5 }],
    ['an int beyond 32 bits', { kind: 'decimal', unscaled: 1n, scale: 2 ** 31 }],
    ['a text for bytes', { kind: 'sealed', keyId: 'k', nonce: '', bytes: '' }],
    ['a key __proto__', { kind: 'map', entries: JSON.parse('{"__proto__": null}') as object }],
  ])('is not written: %s', (_, value) => {
    expect(() => integrationEvents.toWire(attribute(value as Value))).toThrow(code('avro.encode'));
  });

  it('is not written when values nest deeper than they may be read', () => {
    let value: Value = null;
    for (let i = 0; i < 33; i++) value = { kind: 'list', items: [value] };
    expect(() => integrationEvents.toWire(attribute(value))).toThrow(code('avro.limits'));
  });

  it('is not written when it is larger than its topic takes', () => {
    const large = attribute('x'.repeat(integrationEvents.maxRecordBytes));
    expect(() => integrationEvents.toWire(large)).toThrow(code('record.too_large'));
  });

  it('is written well-formed where a text has half a surrogate pair', () => {
    const bytes = integrationEvents.toWire(attribute('\ud83e'));
    expect(integrationEvents.fromWire(bytes).payload).toMatchObject({ attributes: { a: '\ufffd' } });
  });
});
