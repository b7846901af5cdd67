import { createHmac, timingSafeEqual } from 'node:crypto';

/** A cursor that we did not give out, or gave out for another list. */
export class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid';
  readonly code = 'cursor.invalid';

  constructor() {
    super('the cursor does not belong to this list');
  }
}

const SIGNATURE_BYTES = 16;

/** Signed, so that a cursor cannot be made up, and bound to the list (application, filters, order) it was made for. */
export class Cursors {
  constructor(private readonly secret: string) {}

  encode(key: readonly string[], list: string): string {
    const text = Buffer.from(JSON.stringify(key));
    return Buffer.concat([this.sign(text, list), text]).toString('base64url');
  }

  /** The key after which the next page begins. Throws CursorInvalid. */
  decode(cursor: string, list: string): readonly string[] {
    const bytes = Buffer.from(cursor, 'base64url');
    const text = bytes.subarray(SIGNATURE_BYTES);
    const signature = bytes.subarray(0, SIGNATURE_BYTES);
    const own = this.sign(text, list);
    if (signature.length !== own.length || !timingSafeEqual(signature, own)) throw new CursorInvalid();
    return JSON.parse(text.toString()) as string[];
  }

  private sign(text: Buffer, list: string): Buffer {
    return createHmac('sha256', this.secret)
      .update(list)
      .update('\0')
      .update(text)
      .digest()
      .subarray(0, SIGNATURE_BYTES);
  }
}
