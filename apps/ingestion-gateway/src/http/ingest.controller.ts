import { Controller, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiError } from '@tessera/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { CalledBy, type Caller } from '../auth/caller';
import { IngestStreams } from '../ingest/ingest-streams';
import { DescribesCall } from './describe';
import { IngestLine, IngestQuery, IngestResult, IngestSummary } from './dto';

const NDJSON = 'application/x-ndjson';

const refTo = (model: new () => unknown) => ({ $ref: getSchemaPath(model) });

@ApiTags('Streams')
@Controller('v1/ingest')
@UseGuards(ApiKeyGuard)
export class IngestController {
  constructor(private readonly streams: IngestStreams) {}

  @Post()
  @AllowedTo(['integration', 'import'])
  @ApiOperation({
    operationId: 'ingest',
    summary: 'An endless stream of sessions, profiles and events',
    description:
      'One JSON object per line, at most 256 KB, into the bulk lane; at most 2,000 lines wait for their decisions. ' +
      'The answer streams back failures (with results=all every result) and a summary each second. Full duplex.',
  })
  @ApiConsumes(NDJSON)
  @ApiExtraModels(IngestLine, IngestResult, IngestSummary)
  @ApiBody({ required: true, schema: { $ref: getSchemaPath(IngestLine) } })
  @ApiOkResponse({
    description: 'Lines as they are decided',
    content: { [NDJSON]: { schema: { anyOf: [IngestResult, IngestSummary].map(refTo) } } },
  })
  @DescribesCall()
  async ingest(
    @Query() query: IngestQuery,
    @CalledBy() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (request.body !== request.raw)
      throw ApiError.of(415, 'content_type.unsupported', `The content type must be ${NDJSON}`);
    this.streams.assertRoom();
    reply.hijack();
    const { raw: response } = reply;
    response.writeHead(200, { 'content-type': NDJSON, 'cache-control': 'no-store', 'x-request-id': request.id });
    response.flushHeaders();
    await this.streams.run(caller, query.results === 'all', request.raw, response);
  }
}

/** The stream is handed on unread. Any other route refuses it, for its body is no JSON. */
export function acceptNdjson(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(NDJSON, (request, payload, done) => {
    if (request.routeOptions.url === '/v1/ingest') done(null, payload);
    else done(ApiError.of(415, 'content_type.unsupported', 'The content type must be application/json'));
  });
}
