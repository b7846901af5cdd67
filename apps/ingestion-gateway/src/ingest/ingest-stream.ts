import type { IngestResult } from '@tessera/api-contracts';
import type { InboxRecord } from '@tessera/event-contracts';
import { ApiError, parseJson, toApiError } from '@tessera/service-kit';
import { PassThrough, type Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { renderState } from '../answer/state';
import type { Caller } from '../auth/caller';
import { acceptedOnly } from '../call/answers';
import { inboxRecord } from '../call/record';
import { failureOf, unknownOutcome } from '../call/submissions';
import type { Inbox } from '../inbox/inbox';
import type { Outcome, Pending, Ticket } from '../replies/pending';
import { type CodeAttempts, trierOf, unknownIn } from '../shed/code-attempts';
import { type Line, LineCutter } from './lines';
import type { Output } from './output';
import { type LineId, type LineRequest, readLine } from './read-line';
import { Undecided } from './undecided';
import { Window } from './window';

const MAX_LINE_BYTES = 256 * 1024;
const MAX_UNDECIDED = 2000;
/** A stream begins with fewer, so that its first moment is no wave that live calls must get through. */
const UNDECIDED_AT_FIRST = 50;
const SUMMARY_EVERY_MS = 1000;

/** A line that waits longer is answered with 504; its slot must not be lost with a reply that never comes. */
const LINE_TIMEOUT_MS = 300_000;

/** So many lines in a row, then live calls have their turn, of which each needs several (p99 beside a stream: 84 instead of 113 ms with 16). */
const LINES_PER_TURN = 4;

export interface StreamOptions {
  readonly inbox: Inbox;
  readonly pending: Pending;
  readonly attempts: CodeAttempts;
  readonly instance: string;
  /** Undefined once the key is revoked or has expired. */
  readonly caller: () => Caller | undefined;
  readonly now: () => bigint;
  /** Every line's result, not only the failures. */
  readonly allResults: boolean;
}

/** One NDJSON stream: lines into the bulk lane, results and summaries out, at most 2,000 lines undecided. */
export class IngestStream {
  private readonly window = new Window(UNDECIDED_AT_FIRST, MAX_UNDECIDED);
  private readonly undecided = new Undecided();
  private readonly tickets = new Map<number, Ticket>();
  private readonly cutter = new LineCutter(MAX_LINE_BYTES);
  private line = 0;

  constructor(
    private readonly options: StreamOptions,
    private readonly output: Output,
  ) {}

  /**
   * Reads until the input ends, the key is not valid any more, or `stop` is aborted; then waits for what is undecided.
   * Once the client is `gone` nothing is waited for: what was sent is decided all the same.
   */
  async run(input: Readable, stop: AbortSignal, gone: AbortSignal): Promise<void> {
    const timer = setInterval(() => this.tick(), SUMMARY_EVERY_MS);
    gone.addEventListener('abort', () => this.window.close());
    try {
      await this.readAll(upTo(AbortSignal.any([stop, gone]), input), gone);
      await this.window.empty();
      this.output.write(this.undecided.summary(true));
    } finally {
      clearInterval(timer);
      for (const ticket of this.tickets.values()) ticket.close();
      this.output.end();
    }
  }

  private async readAll(input: AsyncIterable<Buffer>, gone: AbortSignal): Promise<void> {
    for await (const chunk of input) {
      if (!(await this.take(this.cutter.push(chunk), gone))) return;
    }
    if (!gone.aborted) await this.take(this.cutter.end(), gone);
  }

  /** False: nothing more is to be read. */
  private async take(lines: readonly Line[], gone: AbortSignal): Promise<boolean> {
    for (const [index, bytes] of lines.entries()) {
      if (index % LINES_PER_TURN === LINES_PER_TURN - 1) await turn();
      this.line += 1;
      if (bytes?.length === 0) continue;
      await this.output.drained(gone);
      if (!(await this.window.enter())) return false;
      const caller = this.options.caller();
      if (!caller) return this.refuseKey();
      await this.receive(this.line, bytes, caller);
    }
    return true;
  }

  private refuseKey(): boolean {
    this.window.leave();
    const { status, errors } = ApiError.unauthorized('ApiKey-v1');
    this.output.write({ line: this.line, requestId: null, status, errors: [...errors] });
    return false;
  }

  private async receive(line: number, bytes: Line, caller: Caller): Promise<void> {
    const id: LineId = { requestId: null };
    this.undecided.received += 1;
    this.undecided.start(line);
    try {
      const read = this.read(bytes, id, caller);
      await this.options.attempts.assertAllowed(trierOf(caller, read.request));
      this.send(line, read);
    } catch (error) {
      this.fail(line, id.requestId, toApiError(error));
    }
  }

  private read(bytes: Line, id: LineId, caller: Caller): LineRequest {
    if (!bytes) throw ApiError.of(413, 'line.too_large', 'A line has at most 256 KB');
    return readLine(parseJson(bytes), id, caller, this.options.allResults, this.options.now());
  }

  private send(line: number, read: LineRequest): void {
    const { pending, instance, now } = this.options;
    const record = inboxRecord(read.call, read.request, instance, now());
    const ticket = pending.open(record);
    this.tickets.set(line, ticket);
    if (ticket.sends) void this.deliver(ticket, record);
    void ticket.outcome.then((outcome) => this.decided(line, read, outcome));
    void ticket.outcome.then((outcome) => this.countGuesses(read, outcome));
  }

  private async deliver(ticket: Ticket, record: InboxRecord): Promise<void> {
    const result = await this.options.inbox.send('bulk', record).catch(toApiError);
    if (result !== 'sent') ticket.settle(result instanceof ApiError ? result : failureOf(result));
  }

  private async countGuesses({ call, request }: LineRequest, outcome: Outcome): Promise<void> {
    if (outcome instanceof ApiError) return;
    await this.options.attempts.count(trierOf(call.caller, request), unknownIn(outcome.payload));
  }

  private decided(line: number, read: LineRequest, outcome: Outcome): void {
    if (!this.tickets.has(line)) return;
    const { requestId, caller } = read.call;
    try {
      if (outcome instanceof ApiError) throw outcome;
      const accepted = acceptedOnly(outcome, read.places);
      if (this.options.allResults) {
        const result = renderState(accepted, read.content, caller) as IngestResult['result'];
        this.output.write({ line, requestId, status: 200, result });
      }
      this.finish(line, true);
    } catch (error) {
      this.fail(line, requestId, toApiError(error));
    }
  }

  private fail(line: number, requestId: string | null, { status, errors }: ApiError): void {
    this.output.write({ line, requestId, status, errors: [...errors] });
    this.finish(line, false);
  }

  private finish(line: number, ok: boolean): void {
    this.tickets.get(line)?.close();
    this.tickets.delete(line);
    this.undecided.finish(line, ok);
    this.window.leave();
  }

  private tick(): void {
    for (const line of this.undecided.olderThan(LINE_TIMEOUT_MS)) this.tickets.get(line)?.settle(unknownOutcome());
    if (!this.output.blocked) this.output.write(this.undecided.summary(false));
  }
}

/** The input up to its end, or to the signal: then what has arrived already is the end. */
function upTo(signal: AbortSignal, input: Readable): AsyncIterable<Buffer> {
  const arrived = new PassThrough();
  const end = () => {
    input.unpipe(arrived);
    arrived.end();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return signal.aborted ? arrived : input.pipe(arrived);
}
