import { CompressionCodecs, CompressionTypes } from 'kafkajs';

/** Snappy's raw format with literals only: a valid stream that compresses nothing. */
function literals(bytes: Buffer): Buffer {
  const parts: Buffer[] = [varint(bytes.length)];
  for (let at = 0; at < bytes.length; at += 60) {
    const run = bytes.subarray(at, at + 60);
    parts.push(Buffer.from([(run.length - 1) << 2]), run);
  }
  return Buffer.concat(parts);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** While the work runs, kafkajs can produce snappy as other clients do; it still cannot read it. */
export async function producingSnappy(work: () => Promise<void>): Promise<void> {
  const codecs = CompressionCodecs as Record<number, unknown>;
  const before = codecs[CompressionTypes.Snappy];
  codecs[CompressionTypes.Snappy] = () => ({
    compress: (encoder: { buffer: Buffer }) => Promise.resolve(literals(encoder.buffer)),
    decompress: () => Promise.reject(new Error('not for reading')),
  });
  try {
    await work();
  } finally {
    codecs[CompressionTypes.Snappy] = before;
  }
}
