import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';

/** The Integration API as its controllers and schemas say it. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tessera Integration API')
    .setDescription('What a shop calls: sessions, profiles, events, and streams of them.')
    .setVersion('1')
    .addSecurity('ApiKey-v1', { type: 'apiKey', in: 'header', name: 'Authorization', description: 'ApiKey-v1 <key>' })
    .build();
  return cleanupOpenApiDoc(SwaggerModule.createDocument(app, config));
}

/** The text of docs/generated/integration-api.json. */
export function openApiText(app: NestFastifyApplication): string {
  return `${JSON.stringify(openApiOf(app), null, 2)}\n`;
}
