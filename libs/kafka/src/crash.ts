import type { Consumer } from 'kafkajs';

/** What to do when a consumer is lost for good. */
export type OnCrash = (error: Error) => void;

/**
 * The default: say why and let the supervisor start the process again.
 * trap 15: after an error that it does not retry kafkajs stops the consumer, and the process lives on with growing lag.
 */
export const exitOnCrash: OnCrash = (error) => {
  process.stderr.write(`${JSON.stringify({ level: 'fatal', message: 'consumer lost', error: error.stack })}\n`);
  process.exit(1);
};

/** trap 9, trap 15: an unknown codec, a bug and the like crash the consumer with restart: false. */
export function watchCrash(consumer: Consumer, onCrash: OnCrash): void {
  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) onCrash(payload.error);
  });
}
