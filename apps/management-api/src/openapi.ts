import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { serviceAdapter, ServiceModule } from '@tessera/service-kit';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { AppModule } from './app.module';
import { settingsFrom } from './settings';

/** Where the document is committed, from the project's folder. */
export const OPENAPI_FILE = '../../docs/generated/management-api.json';

/** Nothing of this is used: it is what the settings need to be complete. */
const NO_SETTINGS = {
  KAFKA_BROKERS: 'none',
  DATABASE_URL: 'none',
  TESSERA_SERVICE_SECRET: 'no secret at all',
  TESSERA_MASTER_KEY: Buffer.alloc(32).toString('base64'),
};

/** The Management API as OpenAPI, from the routes and their schemas. Nothing is connected: providers are never made. */
export async function openApi(): Promise<OpenAPIObject> {
  const settings = settingsFrom(NO_SETTINGS);
  const module = ServiceModule.with({ service: 'management-api', module: AppModule.with(settings), settings });
  const app = await NestFactory.create<INestApplication>(module, serviceAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  const document = SwaggerModule.createDocument(app, description());
  await app.close();
  return cleanupOpenApiDoc(document);
}

/** The document as it is committed. */
export async function openApiText(): Promise<string> {
  return `${JSON.stringify(await openApi(), null, 2)}\n`;
}

function description(): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setTitle('Tessera Management API')
    .setDescription(
      'Applications, campaigns, rulesets and coupons. A write answers with the header `X-Tessera-Catalog`: send it as ' +
        '`X-Tessera-Min-Catalog` to the Integration API to be sure that it knows the write.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', description: 'The token of POST /v1/sessions.' }, 'session')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Authorization', description: '`ManagementKey-v1 <key>`' }, 'key')
    .addSecurityRequirements('session')
    .addSecurityRequirements('key')
    .build();
}
