import { decodeReadToken, encodeReadToken } from './read-token';

describe('a read token', () => {
  it.each([
    { partition: 0, decisionSeq: 0n },
    { partition: 11, decisionSeq: 9223372036854775807n },
  ])('comes back as it was: $partition.$decisionSeq', (token) => {
    expect(decodeReadToken(encodeReadToken(token))).toEqual([token]);
  });

  it('may stand for decisions of several partitions', () => {
    const positions = [
      { partition: 0, decisionSeq: 7n },
      { partition: 11, decisionSeq: 3n },
    ];
    expect(decodeReadToken(encodeReadToken(...positions))).toEqual(positions);
  });

  it('needs no escaping in a header or a query', () => {
    expect(encodeReadToken({ partition: 3, decisionSeq: 123456789n })).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it.each([
    '',
    'x',
    'MQ',
    Buffer.from('1.-2').toString('base64url'),
    Buffer.from('01.2').toString('base64url'),
    Buffer.from('1.2,').toString('base64url'),
  ])('is not %p', (text) => expect(decodeReadToken(text)).toBeUndefined());
});
