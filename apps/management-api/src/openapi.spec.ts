import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi, openApiText, OPENAPI_FILE } from './openapi';

describe('the OpenAPI document', () => {
  it('is the committed one; if not: build the service and run dist/write-openapi.js in its folder', async () => {
    const committed = readFileSync(join(__dirname, '..', OPENAPI_FILE), 'utf8');
    expect(committed).toBe(await openApiText());
  });

  it('has the operations of the official SDK that this release serves', async () => {
    const { paths } = await openApi();
    const application = '/v1/applications/{applicationId}';
    const campaign = `${application}/campaigns/{campaignId}`;
    const served = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    expect(served).toEqual(
      expect.arrayContaining([
        'post /v1/sessions',
        'delete /v1/sessions',
        `post ${application}/campaigns`,
        `post ${application}/campaigns_search`,
        `put ${campaign}/rulesets/{rulesetId}`,
        `post ${campaign}/coupons`,
        `get ${campaign}/coupons/no_total`,
        `post ${campaign}/coupons_search_advanced/no_total`,
        `delete ${campaign}/coupons/{couponId}`,
        `put ${campaign}/coupons`,
        `delete ${campaign}/coupons`,
        `post ${campaign}/coupons_search`,
        `post ${campaign}/coupons_with_recipients`,
        `post ${campaign}/coupons_async`,
        `post ${campaign}/coupons_deletion_jobs`,
        `post ${campaign}/coupons_update_jobs`,
        `post ${campaign}/import_coupons`,
        `get ${application}/export_coupons`,
        `post ${application}/coupons_search`,
        `get ${campaign}/referrals`,
        `get ${campaign}/referrals/no_total`,
        `delete ${campaign}/referrals/{referralId}`,
        `post ${application}/coupons_search_advanced`,
      ]),
    );
  });
});
