/**
 * Waits for statements of one transaction that were sent without waiting for each other; undefined: nothing was to be sent.
 * @throws what the first of them in this order throws, when all have ended: none may run on in a transaction that is given up
 */
export async function together(statements: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const ended = await Promise.allSettled(statements.filter((one) => one !== undefined));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
