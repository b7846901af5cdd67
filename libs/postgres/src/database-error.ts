/** The connection was lost while committing: the transaction may have happened or not. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';

  constructor(cause: unknown) {
    super('the connection was lost while committing', { cause });
  }
}

/** PostgreSQL's error codes (appendix A of its manual). */
const CONFLICTS = new Set(['40001', '40P01', '55P03']);
/** Class 08 is connection exceptions, 57P01 to 57P03 shutdowns, 25P03 the idle limit of a transaction. */
const LOST = /^(08...|57P0[123]|25P03)$/;
const LOST_SYSTEM = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);
const LOST_MESSAGE =
  /Connection terminated|connection error|not queryable|Client has encountered|runner already released/i;

function codeOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError === undefined ? '' : codeOf(driverError);
}

/** Serialization failure, deadlock or lock timeout: roll back and try again. */
export const isConflict = (error: unknown): boolean => CONFLICTS.has(codeOf(error));

/** The server or the network ended the connection; whatever was open is rolled back. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error);
  return LOST.test(code) || LOST_SYSTEM.has(code) || (error instanceof Error && LOST_MESSAGE.test(error.message));
}
