import type { FastifyRequest } from 'fastify';
import { refusal } from '../testing/refusal.fixture';
import { Actor } from './actor';
import { RateLimit } from './rate-limit';

const actor = (userId: bigint) => new Actor(userId, 'viewer', 'r', null);
const call = (method: string, url: string) => ({ method, routeOptions: { url } }) as FastifyRequest;

describe('the rate limit', () => {
  it('is of one user and one endpoint', async () => {
    const limit = new RateLimit({ MAX_REQUESTS_PER_SECOND_AND_ENDPOINT: 2 });
    const list = call('GET', '/v1/users');
    await limit.take(actor(1n), list);
    await limit.take(actor(1n), list);
    await expect(limit.take(actor(1n), list)).rejects.toThrow(refusal(429, 'rate.limit'));
    await limit.take(actor(2n), list);
    await limit.take(actor(1n), call('POST', '/v1/users'));
    await limit.take(actor(1n), call('GET', '/v1/roles'));
  });

  it('is none where the setting is 0', async () => {
    const limit = new RateLimit({ MAX_REQUESTS_PER_SECOND_AND_ENDPOINT: 0 });
    for (let n = 0; n < 1_000; n += 1) await limit.take(actor(1n), call('GET', '/v1/users'));
  });
});
