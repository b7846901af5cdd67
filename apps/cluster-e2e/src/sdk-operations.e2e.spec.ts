import { type SdkOperation, sdkOperations } from '@tessera/api-contracts';
import { clusterOfAllFiles } from './cluster.fixture';
import { ACCOUNT_CHECKS } from './sdk/account.fixture';
import { CAMPAIGN_CHECKS } from './sdk/campaigns.fixture';
import { CODE_CHECKS } from './sdk/codes.fixture';
import { CUSTOMER_CHECKS, SEARCH_CHECKS } from './sdk/customers.fixture';
import { INTEGRATION_CHECKS } from './sdk/integration.fixture';
import { KEEPSAKE_CHECKS } from './sdk/keepsakes.fixture';
import { LOYALTY_CHECKS } from './sdk/loyalty.fixture';
import {
  type Caller,
  type Check,
  integrationCaller,
  managementCaller,
  newWorld,
  type Version,
  type World,
} from './sdk/world.fixture';

// Every operation of both versions of the official SDK is called with the SDK itself. Of what is served every
// field is compared with what was set up; what is listed as absent has to answer 501 with the reason that the list gives.

const TIMEOUT_MS = 180_000;
const cluster = clusterOfAllFiles();
let world: World;

beforeAll(async () => {
  world = await newWorld(cluster());
}, 2 * TIMEOUT_MS);

const ALL: Readonly<Record<string, Check>> = {
  ...ACCOUNT_CHECKS,
  ...CAMPAIGN_CHECKS,
  ...CODE_CHECKS,
  ...CUSTOMER_CHECKS,
  ...INTEGRATION_CHECKS,
  ...KEEPSAKE_CHECKS,
  ...LOYALTY_CHECKS,
};
const checkOf = (version: Version, name: string): Check | undefined =>
  name === 'getApplicationCustomersByAttributes' ? SEARCH_CHECKS[version] : ALL[name];

/** The SDK asks for nothing but that its arguments are there: the service refuses before it reads them. */
const ANYTHING = Array.from({ length: 6 }, () => 1);

const callerFor = ({ api }: SdkOperation, version: Version): Caller =>
  api === 'integration' ? integrationCaller(world, version) : managementCaller(world, version);

async function verify(operation: SdkOperation, version: Version): Promise<void> {
  const call = callerFor(operation, version);
  const { name, standing } = operation;
  if (standing.kind === 'absent') {
    await expect(call(name, ...ANYTHING)).rejects.toThrow(/^501 .*operation\.absent/);
    await expect(call(name, ...ANYTHING)).rejects.toThrow(JSON.stringify(standing.reason).slice(1, -1));
    return;
  }
  const check = checkOf(version, name);
  if (!check) throw new Error(`nobody compares what ${name} answers`);
  await check(call, world, version);
}

describe.each([4, 5] as const)('with version %i of the official SDK', (version) => {
  const operations = sdkOperations().filter(({ sdks }) => sdks.includes(version));
  const named = operations.map((operation) => [operation.name, operation] as const);

  it.each(named)(
    '%s stands as docs/sdk-operations.md says',
    (_name, operation) => verify(operation, version),
    TIMEOUT_MS,
  );
});
