import { murmur2, murmur2Partition } from './murmur2';

/** The vectors of Kafka's own test of it, clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java. */
const JAVA: readonly [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

describe('murmur2', () => {
  it.each(JAVA)("is Java's for %s", (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it.each(JAVA)('gives the partition of BuiltInPartitioner for %s', (text, hash) => {
    expect(murmur2Partition(text, 12)).toBe((hash & 0x7fffffff) % 12);
  });

  it('takes text as UTF-8', () => {
    expect(murmur2Partition('7:s:käse', 12)).toBe(murmur2Partition(Buffer.from('7:s:käse'), 12));
  });

  it('spreads keys over all partitions', () => {
    const partitions = Array.from({ length: 1000 }, (_, i) => murmur2Partition(`1:s:${i}`, 12));
    expect(new Set(partitions).size).toBe(12);
  });
});
