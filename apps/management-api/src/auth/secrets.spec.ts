import { formatKey, isSecret, newSecret, parseKey, sha256 } from './secrets';
import { hashPassword, isPassword } from './passwords';

describe('keys', () => {
  it('come apart into what they were made of', () => {
    const secret = newSecret();
    expect(parseKey('mk', formatKey('mk', 17n, secret))).toEqual({ id: 17n, secret });
  });

  it.each(['', 'mk', 'mk_1', 'mk_1_', 'pk_1_abc', 'mk_x_abc', 'mk_-1_abc', `mk_${'9'.repeat(30)}_abc`])(
    'are not read from %j',
    (text) => expect(parseKey('mk', text)).toBeUndefined(),
  );

  it('are known by their hash alone', () => {
    expect(isSecret('one', sha256('one'))).toBe(true);
    expect(isSecret('two', sha256('one'))).toBe(false);
  });
});

describe('passwords', () => {
  it('are known by a hash that differs each time', async () => {
    const [first, second] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(first).not.toBe(second);
    expect(await isPassword('correct horse', first)).toBe(true);
    expect(await isPassword('wrong horse', first)).toBe(false);
  });

  it('are the same in any Unicode form', async () => {
    expect(await isPassword('pa\u0301ssword'.normalize('NFD'), await hashPassword('p\u00e1ssword'))).toBe(true);
  });

  it('of nobody are always wrong', async () => {
    expect(await isPassword('', null)).toBe(false);
  });
});
