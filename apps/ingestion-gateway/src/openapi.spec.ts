import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiText } from './openapi';

const COMMITTED = join(__dirname, '..', '..', '..', 'docs', 'generated', 'integration-api.json');

describe('the OpenAPI document', () => {
  let text: string;
  let document: OpenAPIObject;
  beforeAll(async () => {
    text = await openApiText();
    document = JSON.parse(text) as OpenAPIObject;
  });

  it('is the committed one', () => {
    expect(text).toBe(readFileSync(COMMITTED, 'utf8'));
  });

  it('refers to nothing that is not in it', () => {
    const references = text.match(/(?<="\$ref": "#\/components\/schemas\/)[^"]+/g) ?? [];
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((name) => !(name in (document.components?.schemas ?? {})))).toEqual([]);
  });

  it('has every operation, and no other path', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(operations.sort()).toEqual([
      'DELETE /v1/coupon_reservations/{couponValue}',
      'DELETE /v1/customer_data/{integrationId}',
      'DELETE /v2/audiences/{audienceId}',
      'DELETE /v2/audiences/{audienceId}/memberships',
      'GET /v1/coupon_reservations/customerprofiles/{couponValue}',
      'GET /v1/customer_profiles/{integrationId}/achievements',
      'GET /v1/customer_profiles/{integrationId}/inventory',
      'GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/balances',
      'GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/points',
      'GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/transactions',
      'GET /v2/customer_sessions/{customerSessionId}',
      'GET /v3/events/{integrationId}',
      'POST /v1/coupon_reservations/{couponValue}',
      'POST /v1/events',
      'POST /v1/ingest',
      'POST /v1/loyalty_programs/{loyaltyProgramId}/activate_points',
      'POST /v1/referrals',
      'POST /v1/referrals_for_multiple_advocates',
      'POST /v2/audiences',
      'POST /v2/customer_audiences',
      'POST /v2/customer_sessions/{customerSessionId}/returns',
      'POST /v2/events',
      'POST /v3/events',
      'PUT /v1/customer_profiles/{integrationId}',
      'PUT /v1/customer_sessions/{customerSessionId}',
      'PUT /v2/audience_customers/{audienceId}/attributes',
      'PUT /v2/audiences/{audienceId}',
      'PUT /v2/customer_profiles',
      'PUT /v2/customer_profiles/{integrationId}',
      'PUT /v2/customer_sessions/{customerSessionId}',
      'PUT /v2/customer_sessions/{customerSessionId}/reopen',
    ]);
  });

  it('describes bodies, answers and the one error body', () => {
    expect(document.paths['/v2/customer_sessions/{customerSessionId}']?.put).toMatchObject({
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/IntegrationRequest' } } } },
      responses: {
        200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/IntegrationState' } } } },
        400: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } } },
      },
      security: [{ 'ApiKey-v1': [] }],
    });
  });
});
