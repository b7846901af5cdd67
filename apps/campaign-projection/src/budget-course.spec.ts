import fc from 'fast-check';
import { budgetCourse, type Move, type Value } from './budget-course';

const DAY = 86_400_000;
const day = (index: number) => new Date(Date.UTC(2026, 5, 28) + index * DAY).toISOString();
const days = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ start: day(index), end: day(index + 1) }));
const later = day(1_000);

const move = (index: number, period: string, given: number, undone = 0, action = 'setDiscount'): Move => ({
  ...{ bucket: day(index), action, period, given: `${given}`, undone: `${undone}` },
});
const value = (period: string, amount: number, action = 'setDiscount'): Value => ({
  action,
  period,
  value: `${amount}`,
});

describe('the course of a budget', () => {
  it('begins anew with each period, and keeps what is given back later to the period it was used in', () => {
    // 28 June to 2 July; what was used in June is given back in July.
    const values = [value('2026-06', 30), value('2026-07', 7)];
    const moves = [move(1, '2026-06', 50), move(3, '2026-07', 5), move(3, '2026-06', 0, 20), move(4, '2026-07', 2)];
    const course = budgetCourse({ spans: days(5), values, moves }, 'UTC', later);
    expect(
      course.map(({ date, budgets: [own] }) => [date.slice(5, 10), own?.given, own?.undone, own?.counter]),
    ).toEqual([
      ['06-28', '0', '0', '0'],
      ['06-29', '50', '0', '50'],
      ['06-30', '0', '0', '50'],
      ['07-01', '5', '20', '5'],
      ['07-02', '2', '0', '7'],
    ]);
  });

  it('begins with what was used before it, and leaves out what comes after', () => {
    const recorded = { spans: days(2), values: [value('', 100)], moves: [move(1, '', 10), move(7, '', 60)] };
    expect(budgetCourse(recorded, 'UTC', later).map(({ budgets }) => budgets)).toEqual([
      [{ action: 'setDiscount', period: null, given: '0', undone: '0', counter: '30' }],
      [{ action: 'setDiscount', period: null, given: '10', undone: '0', counter: '40' }],
    ]);
  });

  it('ends, where a span is not over yet, with the period of the present', () => {
    const week = [{ start: day(1), end: day(8) }];
    const values = [value('2026-06', 50), value('2026-07', 5)];
    const counterAt = (now: string) => budgetCourse({ spans: week, values, moves: [] }, 'UTC', now)[0]?.budgets[0];
    expect([counterAt(day(2))?.counter, counterAt(day(6))?.counter]).toEqual(['50', '5']);
  });

  it('is, at every end, the sum of what moved the counter until then', () => {
    const amount = fc.nat(1_000);
    const moved = fc.array(fc.record({ bucket: fc.nat(40), given: amount, undone: amount }), { maxLength: 40 });
    fc.assert(
      fc.property(moved, fc.nat(20), fc.nat(20), (all, first, length) => {
        const total = (upTo: number) =>
          all.reduce((sum, { bucket, given, undone }) => (bucket <= upTo ? sum + given - undone : sum), 0);
        const spans = days(41).slice(first, first + length);
        const moves = all
          .filter(({ bucket }) => bucket >= first)
          .map(({ bucket, given, undone }) => move(bucket, '', given, undone));
        const course = budgetCourse({ spans, values: [value('', total(40))], moves }, 'UTC', later);
        const counters = course.map(({ budgets: [own] }) => Number(own?.counter));
        expect(counters).toEqual(spans.map((_span, index) => total(first + index)));
      }),
    );
  });
});
