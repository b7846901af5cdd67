import { Cursors } from '@tessera/postgres';
import { refusal } from '../testing/refusal.fixture';
import { afterCursor, pageRequest } from './page-request';

describe('a page request', () => {
  it('has defaults', () => {
    expect(pageRequest({})).toEqual({ size: 1000, skip: 0, descending: false });
    expect(pageRequest({ pageSize: '1', skip: '10000', sort: '-created' })).toEqual({
      size: 1,
      skip: 10_000,
      descending: true,
    });
  });

  it.each(['0', '-1', '1001', '1000000000'])('refuses a page of %s', (pageSize) => {
    expect(() => pageRequest({ pageSize })).toThrow(refusal(400, 'page.size'));
  });

  it('refuses to skip too far', () => {
    expect(() => pageRequest({ skip: '10001' })).toThrow(refusal(400, 'page.skip'));
  });
});

describe('a cursor', () => {
  const cursors = new Cursors('a secret of this service');

  it('is where the page before ended', () => {
    expect(afterCursor(cursors, cursors.encode(['5'], 'campaigns/1+'), 'campaigns/1+')).toBe('5');
  });

  it.each([
    ['of another list', cursors.encode(['5'], 'campaigns/2+')],
    ['of the other order', cursors.encode(['5'], 'campaigns/1-')],
    ['of another secret', new Cursors('another').encode(['5'], 'campaigns/1+')],
    ['that is no cursor', 'abc'],
    ['that is empty', ''],
  ])('%s is refused', (_case, cursor) => {
    expect(() => afterCursor(cursors, cursor, 'campaigns/1+')).toThrow(refusal(400, 'cursor.invalid'));
  });
});
