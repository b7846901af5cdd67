import { AddressBlocked, callableUrl, mayConnect } from './address';

const PUBLIC = ['93.184.215.14', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001:82b::200e'];

const REFUSED: readonly [string, string][] = [
  ['unspecified', '0.0.0.0'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '192.168.1.1'],
  ['shared by carriers (CGNAT)', '100.64.0.1'],
  ["a metadata service in CGNAT's range", '100.100.100.200'],
  ['link-local: metadata services', '169.254.169.254'],
  ["Azure's wire server", '168.63.129.16'],
  ['a metadata service of Oracle', '192.0.0.192'],
  ['for benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['unspecified', '::'],
  ['unique local: a metadata service of AWS', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['private in IPv6 (mapped)', '::ffff:10.0.0.1'],
  ['private in IPv6 (translated)', '::ffff:0:10.0.0.1'],
  ['private in IPv6 (compatible)', '::10.0.0.1'],
  ['private behind NAT64', '64:ff9b::a00:1'],
  ['private behind a local NAT64', '64:ff9b:1::a00:1'],
  ['private behind 6to4', '2002:a00:1::'],
  ['Teredo', '2001::1'],
  ['for documentation', '2001:db8::1'],
  ['discarded', '100::1'],
  ['not given out', '4000::1'],
  ['no address', 'localhost'],
  ['no address', ''],
];

const LOOPBACK = ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'];

describe('an address', () => {
  it.each(PUBLIC)('may be called: %s', (address) => {
    expect(mayConnect(address, false)).toBe(true);
  });

  it.each(REFUSED)('may not be called, in development neither: %s %s', (_, address) => {
    expect(mayConnect(address, false)).toBe(false);
    expect(mayConnect(address, true)).toBe(false);
  });

  it.each(LOOPBACK)('of this machine may be called in development only: %s', (address) => {
    expect(mayConnect(address, true)).toBe(true);
    expect(mayConnect(address, false)).toBe(false);
  });
});

describe('a URL', () => {
  it.each(['https://shop.example/hook?a=1', 'https://shop.example:8443/', 'https://93.184.215.14/'])(
    'may be called: %s',
    (url) => expect(callableUrl(url, false).href).toBe(url),
  );

  it.each([
    '/hook',
    'http://shop.example/',
    'ftp://shop.example/',
    'https://me:secret@shop.example/',
    'https://shop.example:9200/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('may not be called: %s', (url) => {
    expect(() => callableUrl(url, false)).toThrow(AddressBlocked);
  });

  it('of this machine may be called by http and on any port in development', () => {
    expect(callableUrl('http://127.0.0.1:9000/hook', true).port).toBe('9000');
    expect(callableUrl('http://localhost:9000/hook', true).port).toBe('9000');
    expect(() => callableUrl('http://localhost:9000/hook', false)).toThrow(AddressBlocked);
  });

  it('of another machine is held to https in development too', () => {
    expect(() => callableUrl('http://shop.example/', true)).toThrow(AddressBlocked);
    expect(() => callableUrl('https://10.0.0.1/', true)).toThrow(AddressBlocked);
  });
});
