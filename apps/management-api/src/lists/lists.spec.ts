import { listQuery, pageOf } from '@tessera/api-contracts';
import { COUNT_LIMIT, Cursors } from '@tessera/postgres';
import { PAGE_SIZE_LIMIT, SKIP_LIMIT } from '@tessera/service-kit';
import { z } from 'zod';
import { refusal } from '../testing/refusal.fixture';
import { afterCursor } from './after-cursor';

it('the documentation of lists names the bounds that hold', () => {
  const { pageSize, skip } = listQuery.shape;
  const { totalResultSize } = pageOf(z.string()).shape;
  expect(pageSize.description).toBe(`1 to ${PAGE_SIZE_LIMIT}, which is also the default.`);
  expect(skip.description).toContain(`At most ${SKIP_LIMIT};`);
  expect(totalResultSize.description).toBe(`Counts up to ${COUNT_LIMIT}.`);
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
