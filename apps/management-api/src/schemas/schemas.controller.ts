import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { registryAnswers } from '@tessera/event-contracts';
import { ApiError } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import { Public } from '../auth/access';

const ANSWERS = registryAnswers();

/**
 * The read side of a schema registry, as Confluent's clients ask it, so that foreign consumers of our topics need none.
 * The answers are fixed with the release; nothing in them is secret.
 */
@ApiExcludeController()
@Controller()
export class SchemasController {
  @Get(['subjects', 'subjects/*', 'schemas/*'])
  @Public()
  @Header('content-type', 'application/vnd.schemaregistry.v1+json')
  read(@Req() request: FastifyRequest): unknown {
    const path = decodeURIComponent(request.url.split('?')[0] ?? '');
    const answer = ANSWERS.get(path);
    if (answer === undefined) throw ApiError.notFound('schema.not_found', 'There is no such schema');
    return JSON.stringify(answer);
  }
}
