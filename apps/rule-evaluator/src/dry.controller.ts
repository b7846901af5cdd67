import { Body, Controller, HttpCode, Post, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Json } from '@tessera/api-contracts';
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
    return new StreamableFile(await decodable(this.dryRun.answer(body ?? new Uint8Array())), { type: BYTES });
  }

  /** Avro in, JSON out: why rules would give what they would give. */
  @Post('explanation')
  @HttpCode(200)
  explain(@Body() body: Buffer | undefined): Promise<Json> {
    return decodable(this.dryRun.explain(body ?? new Uint8Array(), null));
  }
}

async function decodable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ContractError) throw ApiError.invalid(error.code, error.message);
    throw error;
  }
}

/** Bodies of dry runs stay bytes. */
export function acceptBytes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser<Buffer>(BYTES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
