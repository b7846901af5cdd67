import { Body, Controller, HttpCode, Post, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ContractError } from '@tessera/event-contracts';
import { ApiError, ServiceGuard } from '@tessera/service-kit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DryRun } from './dry-run';

const BYTES = 'application/octet-stream';

/** What a request would come to, for other services. */
@ApiExcludeController()
@Controller('internal/dry')
@UseGuards(ServiceGuard)
export class DryController {
  constructor(private readonly dryRun: DryRun) {}

  /** Avro in, Avro out: an InboxRecord and a ReplyRecord, each in Confluent's frame. */
  @Post()
  @HttpCode(200)
  async decide(@Body() body: Buffer | undefined): Promise<StreamableFile> {
    try {
      return new StreamableFile(await this.dryRun.answer(body ?? new Uint8Array()), { type: BYTES });
    } catch (error) {
      if (error instanceof ContractError) throw ApiError.invalid(error.code, error.message);
      throw error;
    }
  }
}

/** Bodies of dry runs stay bytes. */
export function acceptBytes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser<Buffer>(BYTES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
