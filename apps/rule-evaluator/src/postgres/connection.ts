import { isConflict, isConnectionLost } from '@tessera/postgres';
import type { PoolClient } from 'pg';
import { CommitUnknown, Conflict } from '../errors';

/** One statement that a connection prepares once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A statement with its values. */
export interface Write {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/**
 * A connection while it holds a transaction; errors come out in the driver's words. What is sent without waiting for the
 * answer before travels together: the pool's connections are pipelined, and the server keeps the order.
 */
export class Connection {
  private ended = false;
  private readonly sent: Promise<unknown>[] = [];
  private broken: Error | undefined;
  private readonly onError = (error: Error): void => {
    this.broken = error;
  };

  constructor(private readonly client: PoolClient) {
    // The server may end the connection between two statements; without a listener that would end the process.
    client.on('error', this.onError);
  }

  /** Opens the transaction and runs its first statement in the same round trip. @returns its rows */
  async begin<Row>({ statement, values }: Write): Promise<readonly Row[]> {
    const [, rows] = await Promise.all([
      this.run(() => this.client.query('BEGIN')),
      this.query<Row>(statement, values),
    ]);
    return rows;
  }

  async query<Row>({ name, text }: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.run(() => this.client.query<Row & object>({ name, text, values: [...values] }));
    return rows;
  }

  /** Sends statements without waiting for them; what became of them `commit` tells. */
  send(writes: readonly Write[]): void {
    for (const { statement, values } of writes) {
      const answer = this.query(statement, values);
      // Where it fails and no commit follows, the transaction is rolled back anyway.
      answer.catch(() => undefined);
      this.sent.push(answer);
    }
  }

  /**
   * Sends the last statements and COMMIT behind them: where one of them failed, the server takes COMMIT for ROLLBACK.
   * @throws CommitUnknown where the connection was lost on the way
   */
  async commit(writes: readonly Write[]): Promise<void> {
    this.send(writes);
    this.ended = true;
    const answers = await Promise.allSettled([...this.sent, this.client.query('COMMIT')]);
    const failures = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason as unknown);
    const lost = failures.find((failure) => isConnectionLost(failure));
    this.release(lost);
    if (lost !== undefined) throw new CommitUnknown('no answer to COMMIT', { cause: lost });
    if (failures.length > 0) throw translated(failures[0]);
  }

  /** Once; a second call finds nothing to do. */
  rollback(): Promise<void> {
    if (this.ended) return Promise.resolve();
    this.ended = true;
    return this.client.query('ROLLBACK').then(
      () => this.release(),
      // The server has rolled back a transaction whose connection is gone; the connection is thrown away.
      (error: unknown) => this.release(error),
    );
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.ended) throw new Error('the transaction has ended');
    try {
      return await work();
    } catch (error) {
      throw translated(error);
    }
  }

  /** Gives the connection back to the pool; with an error it is closed instead. */
  private release(error?: unknown): void {
    this.client.off('error', this.onError);
    this.client.release(error === undefined ? this.broken : asError(error));
  }
}

function translated(error: unknown): Error {
  return isConflict(error) ? new Conflict(asError(error).message, { cause: error }) : asError(error);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
