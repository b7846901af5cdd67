import { Controller } from '@nestjs/common';
import { bulkEvents, integrationEvents } from '@tessera/event-contracts';
import { type BatchContext, BatchHandler, type LogRecord } from '@tessera/kafka';
import { Evaluator } from './evaluator';

/** Both lanes of the inbox. */
@Controller()
export class EvaluateController {
  constructor(private readonly evaluator: Evaluator) {}

  @BatchHandler(integrationEvents.name)
  live(records: readonly LogRecord[], context: BatchContext): void {
    this.evaluator.offer('live', records, context);
  }

  @BatchHandler(bulkEvents.name)
  bulk(records: readonly LogRecord[], context: BatchContext): void {
    this.evaluator.offer('bulk', records, context);
  }
}
