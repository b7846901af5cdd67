const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** One line of the input: its bytes without the line's end, or undefined where it was too long to be kept. */
export type Line = Buffer | undefined;

/**
 * Cuts chunks of bytes into lines; a line that does not fit is skipped to its end, so no input makes this grow. What
 * comes after the last line's end is a line too, unless it is empty.
 */
export class LineCutter {
  private parts: Buffer[] = [];
  private length = 0;

  constructor(private readonly maxBytes: number) {}

  /** The lines that end in this chunk. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.keep(chunk.subarray(start, end));
      lines.push(this.take());
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return lines;
  }

  /** What is left when the input has ended. */
  end(): Line[] {
    return this.length === 0 ? [] : [this.take()];
  }

  private keep(part: Buffer): void {
    this.length += part.length;
    if (this.length > this.maxBytes) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  private take(): Line {
    const line = this.length > this.maxBytes ? undefined : Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return line?.at(-1) === RETURN ? line.subarray(0, -1) : line;
  }
}
