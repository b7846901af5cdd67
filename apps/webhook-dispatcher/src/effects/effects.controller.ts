import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type EffectRecord, effects, subjectKeys } from '@tessera/event-contracts';
import { BatchContext, BatchHandler, type LogRecord } from '@tessera/kafka';
import { Projection, SubjectKeyTable } from '@tessera/projection';
import { Dispatcher } from '../dispatcher';

/** Few enough to write well within the session timeout. */
const SLICE = 200;

@Controller()
export class EffectsController {
  constructor(
    private readonly projection: Projection<EffectRecord>,
    private readonly keys: SubjectKeyTable,
    private readonly dispatcher: Dispatcher,
  ) {}

  @BatchHandler(effects.name)
  async take(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
    for (let first = 0; first < records.length && context.isCurrent(); first += SLICE) {
      const slice = records.slice(first, first + SLICE);
      await this.projection.handle(context.partition, slice);
      this.dispatcher.wake();
      context.resolve(slice.at(-1)?.offset ?? 0n);
      await context.heartbeat();
    }
  }

  @BatchHandler(subjectKeys.name)
  async takeKeys(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.keys.fold(records);
  }
}
