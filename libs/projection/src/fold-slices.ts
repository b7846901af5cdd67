import type { BatchContext, LogRecord } from '@tessera/kafka';
import type { Projection, Sequenced } from './projection';

/** Few enough to fold well within the session timeout, many enough that a rebuild does not pay a commit per record. */
const SLICE = 200;

/**
 * Folds a batch slice by slice. Where the partition halts nothing more is resolved: there it is to be read on, once the trouble
 * is mended.
 * @param folded told after each slice
 */
export async function foldSlices<R extends Sequenced>(
  projection: Projection<R>,
  records: readonly LogRecord[],
  context: BatchContext,
  folded: () => void = () => undefined,
): Promise<void> {
  for (let first = 0; first < records.length && context.isCurrent(); first += SLICE) {
    const slice = records.slice(first, first + SLICE);
    await projection.handle(context.partition, slice);
    if (projection.halted.has(context.partition)) {
      context.pause();
      return;
    }
    folded();
    context.resolve(slice.at(-1)?.offset ?? 0n);
    await context.heartbeat();
  }
}
