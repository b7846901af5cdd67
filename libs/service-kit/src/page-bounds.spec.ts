import { ApiError } from './api-error';
import { pageBounds } from './page-bounds';

function refused(query: Parameters<typeof pageBounds>[0]): unknown {
  try {
    return pageBounds(query);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return [error.status, ...error.errors.map(({ code, source }) => `${code} of ${source?.parameter}`)];
  }
}

it('a page has all rows that it may have, from the first, where the query does not say', () => {
  expect(pageBounds({})).toEqual({ pageSize: 1_000, skip: 0 });
});

it('a page is as long and begins as far as the query says', () => {
  expect(pageBounds({ pageSize: '1', skip: '10000' })).toEqual({ pageSize: 1, skip: 10_000 });
});

it.each(['0', '-1', '1001', '1000000000', '1.5', 'ten'])('a page of %s rows is refused', (pageSize) => {
  expect(refused({ pageSize })).toEqual([400, 'page.size of pageSize']);
});

it.each(['-1', '10001', 'far'])('to skip %s rows is refused', (skip) => {
  expect(refused({ skip })).toEqual([400, 'page.skip of skip']);
});
