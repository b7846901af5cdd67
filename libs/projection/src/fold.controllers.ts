import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { decisions, subjectKeys } from '@tessera/event-contracts';
import { BatchContext, BatchHandler, type LogRecord } from '@tessera/kafka';
import { foldSlices } from './fold-slices';
import { Projection, type Sequenced } from './projection';
import { SubjectKeyTable } from './subject-keys';

@Controller()
export class DecisionsController {
  constructor(private readonly projection: Projection<Sequenced>) {}

  @BatchHandler(decisions.name)
  async fold(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
    await foldSlices(this.projection, records, context);
  }
}

@Controller()
export class SubjectKeysController {
  constructor(private readonly keys: SubjectKeyTable) {}

  @BatchHandler(subjectKeys.name)
  async fold(@Payload() records: readonly LogRecord[], @Ctx() { partition }: BatchContext): Promise<void> {
    await this.keys.fold(partition, records);
  }
}
