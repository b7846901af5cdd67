import 'reflect-metadata';
import { absentOperations } from '@tessera/api-contracts';
import { bootstrap } from '@tessera/service-kit';
import { AppModule } from './app.module';
import { KafkaCluster } from './cluster/kafka-cluster';
import { prepareHttp } from './http/prepare';
import { readSettings } from './settings';

const settings = readSettings();
const cluster = new KafkaCluster(settings);
const absent = absentOperations('integration');
const options = { service: 'ingestion-gateway', module: AppModule.with(settings, cluster), settings, absent };

void bootstrap(options, async (app) => {
  prepareHttp(app);
  await cluster.start(app);
});
