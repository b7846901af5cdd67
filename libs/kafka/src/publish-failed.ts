/** A publication failed. Whether it is visible is unknown: fence the name again, then read the committed positions. */
export class PublishFailed extends Error {
  override readonly name = 'PublishFailed';

  constructor(publisher: string, cause: unknown) {
    super(`${publisher}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Where a publication stands, in this order; a spec or a failpoint may stop it there. */
export type PublishStep = 'after_send' | 'after_offsets' | 'before_endtxn' | 'after_endtxn';

/** Called at each step; what it throws fails the publication at that place. */
export type AtStep = (step: PublishStep, publisher: string) => void | Promise<void>;

/** Checks what every publisher must be given. */
export function assertPublishable(records: readonly unknown[]): void {
  // trap 1: AddOffsetsToTxn is not retried by kafkajs while markers of the last transaction are written; a send before it is.
  if (records.length === 0) throw new Error('a publication needs a record: positions alone are not published');
}
