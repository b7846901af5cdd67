import { refusal } from '../testing/refusal.fixture';
import { webhookUrl } from './webhook-url';

describe('the URL of a webhook', () => {
  it.each([
    'https://shop.example/hook?x=1',
    'https://shop.example:8443/hook',
    'https://93.184.215.14/hook',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  ])('may be %s', (url) => expect(webhookUrl(url, false)).toBe(url));

  it.each([
    'not a url',
    '/relative',
    'http://shop.example/',
    'ftp://shop.example/',
    'https://user:secret@shop.example/',
    'https://shop.example:22/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.1.2.3/',
    'https://192.168.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://localhost/',
    'https://a.localhost./',
  ])('may not be %s', (url) => {
    expect(() => webhookUrl(url, false)).toThrow(refusal(400));
  });

  it.each(['http://127.0.0.1:9000/hook', 'http://localhost:9000/hook', 'http://[::1]:9000/hook'])(
    'may be %s in development alone',
    (url) => {
      expect(webhookUrl(url, true)).toBe(url);
      expect(() => webhookUrl(url, false)).toThrow(refusal(400));
    },
  );

  it('may not be private, nor have credentials, in development either', () => {
    expect(() => webhookUrl('https://10.0.0.1/', true)).toThrow();
    expect(() => webhookUrl('http://user:secret@127.0.0.1/', true)).toThrow();
  });
});
