import { Webhook as Verifier } from 'standardwebhooks';
import { MASTER_KEY, SECRET, webhook } from '../testing.fixture';
import { callOf } from './call';

const call = (...of: Parameters<typeof webhook>) =>
  callOf(webhook(...of), 'effect-1', '{"a":1}', new Date(), MASTER_KEY);

describe('the call of a webhook', () => {
  it('has its URL, method, headers and body', () => {
    const { url, method, headers, body } = call({ verb: 'PUT' }, ['Authorization: Bearer x:y', 'X-Shop:  7 ']);
    expect({ url, method, body }).toEqual({ url: 'https://crm.example/hook', method: 'PUT', body: '{"a":1}' });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer x:y',
      'x-shop': '7',
      'webhook-id': 'effect-1',
    });
  });

  it('may say another content type, but nothing of the connection or the signature', () => {
    const { headers } = call({}, [
      'Content-Type: application/vnd.crm+json',
      'Host: internal',
      'Content-Length: 1',
      'Transfer-Encoding: chunked',
      'webhook-signature: v1,forged',
      'Webhook-Id: forged',
    ]);
    expect(headers['content-type']).toBe('application/vnd.crm+json');
    expect(Object.keys(headers).sort()).toEqual([
      'content-type',
      'user-agent',
      'webhook-id',
      'webhook-signature',
      'webhook-timestamp',
    ]);
    expect(new Verifier(SECRET).verify('{"a":1}', { ...headers })).toEqual({ a: 1 });
  });

  it('of GET has no body, and the signature of none', () => {
    const { body, headers } = call({ verb: 'GET' });
    expect(body).toBeNull();
    const id = headers['webhook-id'] ?? '';
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(headers['webhook-signature']).toBe(new Verifier(SECRET).sign(id, at, ''));
  });

  it('cannot be made with another master key', () => {
    expect(() => callOf(webhook(), 'effect-1', '', new Date(), new Uint8Array(32))).toThrow('seal.broken');
  });
});
