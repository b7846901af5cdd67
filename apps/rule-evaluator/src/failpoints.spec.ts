import { failpoints } from './failpoints';

it('dies at the nth arrival at the named point, and nowhere else', () => {
  const deaths: string[] = [];
  const reached = failpoints('after_send:2', () => deaths.push('now'));
  reached('after_send');
  reached('after_offsets');
  expect(deaths).toEqual([]);
  reached('after_send');
  reached('after_send');
  expect(deaths).toEqual(['now']);
});

it('dies at the first arrival where no number is given, and never without a setting', () => {
  const deaths: string[] = [];
  failpoints('mid_reply', () => deaths.push('now'))('mid_reply');
  failpoints('', () => deaths.push('never'))('mid_reply');
  expect(deaths).toEqual(['now']);
});
