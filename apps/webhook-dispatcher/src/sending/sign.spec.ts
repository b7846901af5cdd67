import { Webhook as Verifier } from 'standardwebhooks';
import { SECRET } from '../testing.fixture';
import { signatureHeaders } from './sign';

describe('the signature of a call', () => {
  it('is that of the published example', () => {
    const at = new Date(1_614_265_330_000);
    expect(signatureHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', at, '{"test": 2432232314}', SECRET)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is what a receiver with the official library accepts, for this body only', () => {
    const headers = signatureHeaders('id', new Date(), '{"a":1}', SECRET);
    expect(new Verifier(SECRET).verify('{"a":1}', headers)).toEqual({ a: 1 });
    expect(() => new Verifier(SECRET).verify('{"a":2}', headers)).toThrow();
  });
});
