import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type EffectRecord, effects, subjectKeys } from '@tessera/event-contracts';
import { BatchContext, BatchHandler, type LogRecord } from '@tessera/kafka';
import { foldSlices, Projection, SubjectKeyTable } from '@tessera/projection';
import { Dispatcher } from '../dispatcher';

@Controller()
export class EffectsController {
  constructor(
    private readonly projection: Projection<EffectRecord>,
    private readonly keys: SubjectKeyTable,
    private readonly dispatcher: Dispatcher,
  ) {}

  @BatchHandler(effects.name)
  async take(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
    await foldSlices(this.projection, records, context, () => this.dispatcher.wake());
  }

  @BatchHandler(subjectKeys.name)
  async takeKeys(@Payload() records: readonly LogRecord[], @Ctx() { partition }: BatchContext): Promise<void> {
    await this.keys.fold(partition, records);
  }
}
