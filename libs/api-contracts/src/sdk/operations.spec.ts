import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathShape, type SdkOperation, sdkOperations } from './operations';
import { sdkOperationsPage } from './page';
import { ABSENT, PARTLY } from './standing';

const ROOT = join(__dirname, '../../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const APIS = { integration: 'IntegrationApi', management: 'ManagementApi' } as const;

/** Operations of one class of the SDK, from its own source: name, method, path. */
function ofSdk(version: 4 | 5, api: SdkOperation['api']): string[] {
  const source = read(`node_modules/${version === 4 ? 'talon_one' : 'talon_one_5'}/dist/api/${APIS[api]}.js`);
  const [, ...methods] = source.split(/key: "(?=\w+WithHttpInfo")/);
  return methods.map((text) => {
    const [, path = '', method = ''] = /callApi\('([^']+)', '(\w+)'/.exec(text) ?? [];
    return `${/^\w+(?=WithHttpInfo)/.exec(text)?.[0]} ${method} ${pathShape(path)}`;
  });
}

it.each([
  [4, 'integration', 13],
  [4, 'management', 88],
  [5, 'integration', 26],
  [5, 'management', 126],
] as const)('every operation of version %i of the SDK is listed: %s API', (version, api, count) => {
  const listed = sdkOperations()
    .filter((operation) => operation.api === api && operation.sdks.includes(version))
    .map(({ name, method, path }) => `${name} ${method} ${pathShape(path)}`);
  const known = ofSdk(version, api);
  expect(known).toHaveLength(count);
  expect(listed.sort()).toEqual(known.sort());
});

it.each([
  ['integration', 'docs/generated/integration-api.json'],
  ['management', 'docs/generated/management-api.json'],
] as const)('the %s API serves what the list says, and nothing that the list says it does not serve', (api, file) => {
  const { paths } = JSON.parse(read(file)) as { paths: Record<string, object> };
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${pathShape(path)}`),
  );
  const wrong = sdkOperations()
    .filter((operation) => operation.api === api)
    .filter(({ method, path, standing }) => {
      return served.includes(`${method} ${pathShape(path)}`) === (standing.kind === 'absent');
    })
    .map(({ name }) => name);
  expect(wrong).toEqual([]);
});

it('no operation is both absent and partly there', () => {
  expect(Object.keys(PARTLY).filter((name) => name in ABSENT)).toEqual([]);
});

it('docs/sdk-operations.md is what tools/sdk-operations.mjs would write now', () => {
  expect(read('docs/sdk-operations.md')).toBe(sdkOperationsPage());
});
