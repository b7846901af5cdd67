import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { decisions, subjectKeys } from '@tessera/event-contracts';
import { BatchContext, BatchHandler, type LogRecord } from '@tessera/kafka';
import { Projection, type Sequenced } from './projection';
import { SubjectKeyTable } from './subject-keys';

/** Few enough to fold well within the session timeout, many enough that a rebuild does not pay a commit per record. */
const SLICE = 200;

@Controller()
export class DecisionsController {
  constructor(private readonly projection: Projection<Sequenced>) {}

  @BatchHandler(decisions.name)
  async fold(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
    for (let first = 0; first < records.length && context.isCurrent(); first += SLICE) {
      const slice = records.slice(first, first + SLICE);
      await this.projection.handle(context.partition, slice);
      if (this.projection.halted.has(context.partition)) {
        // Not resolved: where it halted is where it is to be read on, once the trouble is mended.
        context.pause();
        return;
      }
      context.resolve(slice.at(-1)?.offset ?? 0n);
      await context.heartbeat();
    }
  }
}

@Controller()
export class SubjectKeysController {
  constructor(private readonly keys: SubjectKeyTable) {}

  @BatchHandler(subjectKeys.name)
  async fold(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.keys.fold(records);
  }
}
