import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { bulkEvents, integrationEvents } from '@tessera/event-contracts';
import { BatchContext, BatchHandler, type LogRecord } from '@tessera/kafka';
import { setImmediate } from 'node:timers/promises';
import { Evaluator } from './evaluator';

/** Both lanes of the inbox. */
@Controller()
export class EvaluateController {
  constructor(private readonly evaluator: Evaluator) {}

  /** Somebody waits: kafkajs composes its next fetch, which takes 0.3 ms, when the first statements are on their way. */
  @BatchHandler(integrationEvents.name)
  async live(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
    this.evaluator.offer('live', records, context);
    await setImmediate();
  }

  @BatchHandler(bulkEvents.name)
  bulk(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): void {
    this.evaluator.offer('bulk', records, context);
  }
}
