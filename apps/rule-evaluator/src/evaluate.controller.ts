import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { bulkEvents, integrationEvents } from '@tessera/event-contracts';
import { BatchContext, BatchHandler, type LogRecord } from '@tessera/kafka';
import { Evaluator } from './evaluator';

/** Both lanes of the inbox. */
@Controller()
export class EvaluateController {
  constructor(private readonly evaluator: Evaluator) {}

  @BatchHandler(integrationEvents.name)
  live(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): void {
    this.evaluator.offer('live', records, context);
  }

  @BatchHandler(bulkEvents.name)
  bulk(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): void {
    this.evaluator.offer('bulk', records, context);
  }
}
