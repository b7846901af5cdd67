import fc from 'fast-check';
import { recordCodec } from './codec';
import { ContractError } from './contract-error';
import { SCHEMA_VERSIONS } from './generated/schemas.generated';
import { recordArbitrary } from './record.arbitrary.fixture';

const MAX = 8 << 20;

const RECORDS = SCHEMA_VERSIONS.filter((version) => version.current);

describe.each(RECORDS)('$record', ({ record, text }) => {
  const codec = recordCodec(record);
  const records = recordArbitrary(text);

  it('comes back from the wire as it was', () => {
    fc.assert(
      fc.property(records, (original) =>
        expect(codec.decode(codec.encode(original, MAX), MAX)).toStrictEqual(original),
      ),
      { numRuns: 60 },
    );
  });

  it('is refused when cut short anywhere', () => {
    fc.assert(
      fc.property(records, fc.nat(), (original, cut) => {
        const bytes = codec.encode(original, MAX);
        expect(() => codec.decode(bytes.subarray(0, cut % bytes.length), MAX)).toThrow(ContractError);
      }),
      { numRuns: 60 },
    );
  });

  it('is read or refused, but fails in no other way, with any byte changed', () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (original, at, change) => {
        const bytes = codec.encode(original, MAX);
        bytes[at % bytes.length]! ^= change;
        try {
          codec.decode(bytes, MAX);
        } catch (error) {
          expect(error).toBeInstanceOf(ContractError);
        }
      }),
      { numRuns: 200 },
    );
  });
});
