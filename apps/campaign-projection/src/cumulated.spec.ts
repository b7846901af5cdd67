import { cumulated } from './cumulated';

const sum = (bucket: string | undefined, name: string, given: string, undone = '0') => ({
  bucket,
  name,
  given,
  undone,
});

describe('buckets with running totals', () => {
  it('begin with what lies before them, and leave out what comes after', () => {
    const sums = [
      sum(undefined, 'revenue', '1000', '100'),
      sum('b1', 'revenue', '200'),
      sum('b3', 'revenue', '50', '100'),
      sum('b9', 'revenue', '300'),
    ];
    expect(cumulated(['b1', 'b2', 'b3'], sums)).toEqual([
      {
        date: 'b1',
        measures: { revenue: { given: '200', undone: '0' } },
        totals: { revenue: { given: '650', undone: '0' } },
      },
      { date: 'b2', measures: {}, totals: { revenue: { given: '650', undone: '0' } } },
      {
        date: 'b3',
        measures: { revenue: { given: '50', undone: '100' } },
        totals: { revenue: { given: '700', undone: '100' } },
      },
    ]);
  });
});
