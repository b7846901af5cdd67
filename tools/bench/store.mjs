import { join } from 'node:path';
import { seed } from '../../examples/grocer/seed.mjs';
import { ADMIN_EMAIL } from '../services.mjs';

/** The demo store with its campaigns, on the bench's own cluster. */
export async function benchStore(cluster, dataDir) {
  return seed({
    urls: { gateway: cluster.urls['ingestion-gateway'], management: cluster.urls['management-api'] },
    adminEmail: process.env.TESSERA_ADMIN_EMAIL ?? ADMIN_EMAIL,
    adminPassword: cluster.secrets.TESSERA_ADMIN_PASSWORD,
    stateFile: join(dataDir, 'grocer.json'),
    say: () => undefined,
  });
}
