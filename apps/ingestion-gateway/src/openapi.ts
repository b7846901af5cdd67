import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { createService } from '@tessera/service-kit';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { AppModule } from './app.module';
import { KafkaCluster } from './cluster/kafka-cluster';
import { prepareHttp } from './http/prepare';
import { readSettings } from './settings';

/** The Integration API as its controllers and schemas say it. */
function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tessera Integration API')
    .setDescription('What a shop calls: sessions, profiles, events, and streams of them.')
    .setVersion('1')
    .addSecurity('ApiKey-v1', { type: 'apiKey', in: 'header', name: 'Authorization', description: 'ApiKey-v1 <key>' })
    .build();
  return cleanupOpenApiDoc(SwaggerModule.createDocument(app, config));
}

/** The text of docs/generated/integration-api.json. Nothing is connected to. */
export async function openApiText(): Promise<string> {
  const settings = readSettings({
    KAFKA_BROKERS: 'unused:1',
    TESSERA_SERVICE_SECRET: 'unused, but long enough',
    LOG_LEVEL: 'silent',
  });
  const module = AppModule.with(settings, new KafkaCluster(settings));
  const app = await createService({ service: 'ingestion-gateway', module, settings }, prepareHttp);
  const text = JSON.stringify(openApiOf(app), null, 2);
  await app.close();
  return `${text}\n`;
}
