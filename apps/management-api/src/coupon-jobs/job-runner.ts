import { Injectable } from '@nestjs/common';
import { type Sql, whileLocked } from '@tessera/postgres';
import { ApiError, Clock } from '@tessera/service-kit';
import { DataSource, LessThanOrEqual } from 'typeorm';
import { Resting } from '../resting';
import { CouponJobEntity, type JobFailure } from './coupon-job.entity';
import { JobSteps, type Step } from './job-steps';

const REST_MS = 250;

/** The evaluator knows a chunk again for a day; one that may be older is not sent a second time. */
const REPEATABLE_MS = 20 * 60 * 60 * 1000;

const STALE = new ApiError(500, [
  {
    code: 'coupon_job.stale',
    title: 'Whether the last chunks were created is not known',
    details:
      'They were sent more than 20 hours ago. Compare the coupons of the batch with `done`, and create the rest.',
  },
]);

type Progress = Pick<CouponJobEntity, 'sentAt'> | Pick<CouponJobEntity, 'chunk' | 'cursor' | 'done' | 'sentAt'>;

export interface RunnerOptions {
  /** Of the lock: one runner per installation. */
  readonly name: string;
  /** An error ends one turn of the runner; the next one takes the same step again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Runs jobs, step by step, each in its turn, so that a small one does not wait for a large one. Of all instances the one that
 * holds the lock does. A step is sent, decided, and then noted: whoever dies between leaves a step that is taken again, by
 * chunks of the same names, which the evaluator then knows.
 */
@Injectable()
export class JobRunner {
  private readonly resting = new Resting(REST_MS);
  private running = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly steps: JobSteps,
    private readonly clock: Clock,
  ) {}

  start(options: RunnerOptions): void {
    this.running = this.run(options);
  }

  wake(): void {
    this.resting.wake();
  }

  /** Resolves when no step is under way any more. */
  async stop(): Promise<void> {
    this.resting.stop();
    await this.running;
  }

  private async run({ name, onError }: RunnerOptions): Promise<void> {
    while (!this.resting.stopped) {
      await whileLocked(this.dataSource, name, (sql) => this.turn(sql)).catch(onError);
      await this.resting.pause();
    }
  }

  /** From taking the lock to losing it. */
  private async turn(sql: Sql): Promise<void> {
    while (!this.resting.stopped) {
      const job = await this.next();
      if (job) await this.advance(job);
      else await this.resting.pause();
      // Throws where the lock was lost with its connection.
      await sql.query('SELECT 1');
    }
  }

  private next(): Promise<CouponJobEntity | null> {
    return this.dataSource.manager.findOne(CouponJobEntity, {
      where: { state: 'running', updated: LessThanOrEqual(this.now()) },
      order: { updated: 'ASC' },
    });
  }

  private async advance(job: CouponJobEntity): Promise<void> {
    const now = this.now();
    const sentAt = job.sentAt ?? now;
    const stale = now.getTime() - sentAt.getTime() > REPEATABLE_MS;
    await this.note(job, { sentAt });
    try {
      if (stale && job.work.kind === 'creation') throw STALE;
      const step = await this.steps.take(job);
      if (step) await this.note(job, afterStep(job, step));
      if (step?.ended) await this.end(job, 'done');
    } catch (error) {
      if (!(error instanceof ApiError) || isPassing(error)) throw error;
      await this.end(job, 'failed', { status: error.status, errors: error.errors });
    }
  }

  /** A job that was cancelled meanwhile still says what was done. */
  private async note({ id }: CouponJobEntity, values: Progress): Promise<void> {
    await this.dataSource.manager.update(CouponJobEntity, { id }, { ...values, updated: this.now() });
  }

  private async end({ id }: CouponJobEntity, state: 'done' | 'failed', failure: JobFailure | null = null) {
    await this.dataSource.manager.update(CouponJobEntity, { id, state: 'running' }, { state, failure });
  }

  private now(): Date {
    return new Date(Number(this.clock.now()));
  }
}

function afterStep(job: CouponJobEntity, { chunk, cursor, done }: Step): Progress {
  return { chunk, cursor, done: job.done + done, sentAt: null };
}

/** The log or the read model is away: the step is taken again when it is back. */
function isPassing({ status }: ApiError): boolean {
  return status === 503 || status === 504;
}
