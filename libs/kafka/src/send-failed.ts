/** A send that did not succeed. `sent` tells a caller whether it may say so for sure. */
export class SendFailed extends Error {
  override readonly name = 'SendFailed';

  constructor(
    /** `nothing`: no byte left this process. `unknown`: the record may stand in the topic, now or later. */
    readonly sent: 'nothing' | 'unknown',
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
