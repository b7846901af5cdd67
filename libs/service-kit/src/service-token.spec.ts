import { SignJWT, UnsecuredJWT } from 'jose';
import { ServiceTokens, signServiceToken } from './service-token';

const secret = 'a secret of the specs';
const key = new TextEncoder().encode(secret);
const tokens = new ServiceTokens('gateway', secret);
const now = () => Math.floor(Date.now() / 1000);

it('says who asks and for whom', async () => {
  await expect(tokens.verify(await tokens.header())).resolves.toEqual({ service: 'gateway' });
  await expect(tokens.verify(await tokens.header({ application: '7', role: 'admin' }))).resolves.toEqual({
    service: 'gateway',
    application: '7',
    role: 'admin',
  });
});

const signed = (claims: Record<string, unknown>, with_: Uint8Array = key, alg = 'HS256') =>
  new SignJWT({ sub: 'gateway', iss: 'tessera', ...claims }).setProtectedHeader({ alg }).sign(with_);

it.each<[string, () => string | Promise<string>]>([
  ['nothing', () => ''],
  ['an old one', () => signed({ iat: now() - 120, exp: now() - 60 })],
  ['one that lives too long', () => signed({ iat: now() - 120, exp: now() + 600 })],
  ['one without an end', () => signed({ iat: now() })],
  ['one of another secret', () => signServiceToken({ service: 'gateway' }, new TextEncoder().encode('another'))],
  ['one of another issuer', () => signed({ iss: 'else', iat: now(), exp: now() + 60 })],
  ['one of another algorithm', () => signed({ iat: now(), exp: now() + 60 }, new Uint8Array(64), 'HS512')],
  ['an unsigned one', () => new UnsecuredJWT({ sub: 'gateway', iss: 'tessera', iat: now(), exp: now() + 60 }).encode()],
])('refuses %s', async (_name, make) => {
  await expect(tokens.verify(`Service ${await make()}`)).rejects.toMatchObject({ status: 401 });
});

it('refuses another scheme', async () => {
  const header = await tokens.header();
  await expect(tokens.verify(header.replace('Service', 'Bearer'))).rejects.toMatchObject({ status: 401 });
  await expect(tokens.verify(undefined)).rejects.toMatchObject({ status: 401 });
});
