import { integrationReplies, type ReplyRecord } from '@tessera/event-contracts';

/** The envelope starts with `id` and `src`: a gateway's name stands in the first bytes of its replies. */
const HEAD_BYTES = 512;

/**
 * The replies of one gateway among everybody's. Most are others': those are told by their first bytes and never decoded.
 * Throws ContractError on a reply of its own that it cannot read.
 */
export class OwnReplies {
  private readonly name: Buffer;

  constructor(
    private readonly instance: string,
    private readonly settle: (record: ReplyRecord) => void,
  ) {
    this.name = Buffer.from(instance);
  }

  receive(value: Uint8Array | null): void {
    if (value === null || !this.mayBeOwn(value)) return;
    const record = integrationReplies.fromWire(value);
    if (record.src === this.instance) this.settle(record);
  }

  private mayBeOwn(value: Uint8Array): boolean {
    const head = Buffer.from(value.buffer, value.byteOffset, Math.min(value.byteLength, HEAD_BYTES));
    return head.includes(this.name);
  }
}
