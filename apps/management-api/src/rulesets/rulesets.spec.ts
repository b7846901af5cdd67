import type { Rule } from '@tessera/api-contracts';
import { refusal } from '../testing/refusal.fixture';
import { detailOf } from './rule-checker';
import { withIds } from './rule-ids';
import type { StoredRule } from './ruleset-version.entity';
import { ruleOf } from './ruleset.wire';

const rule = (title: string, id?: string): Rule => ({
  ...(id === undefined ? {} : { id }),
  title,
  description: '',
  condition: ['cel', 'session.total > 10'],
  bindings: [{ name: 'half', expression: ['cel', 'session.total / 2'] }],
  effects: [['setDiscount', { name: 'Half', value: 'half', tags: ['a', 1, { deep: true }] }]],
  onFailure: [['showNotification', { notificationType: 'Info', title: 'Not yet', body: '' }]],
});
const stored = (title: string, id: string): StoredRule => ({ ...rule(title), id });

const [A, B] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];

describe('ids of rules', () => {
  it('are kept where the body brings them', () => {
    expect(withIds([rule('new title', A)], [stored('old title', A)])[0]?.id).toBe(A);
  });

  it('are kept by title where the body does not bring them', () => {
    expect(withIds([rule('b'), rule('a')], [stored('a', A), stored('b', B)]).map(({ id }) => id)).toEqual([B, A]);
  });

  it('are given once, even to rules of one title', () => {
    const [first, second] = withIds([rule('a'), rule('a')], [stored('a', A)]);
    expect(first?.id).toBe(A);
    expect(second?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.id).not.toBe(A);
  });

  it('that another rule brings are not taken by title', () => {
    const ids = withIds([rule('a'), rule('b', A)], [stored('a', A)]).map(({ id }) => id);
    expect(ids[1]).toBe(A);
    expect(ids[0]).not.toBe(A);
  });

  it('are refused where two rules bring the same one', () => {
    expect(() => withIds([rule('a', A), rule('b', A)], [])).toThrow(refusal(400));
  });
});

describe('a rule in the log', () => {
  it('has bare expressions and values', () => {
    expect(ruleOf(stored('a', A))).toEqual({
      id: A,
      title: 'a',
      description: '',
      condition: 'session.total > 10',
      bindings: [{ name: 'half', expression: 'session.total / 2' }],
      effects: [
        {
          type: 'setDiscount',
          props: {
            name: 'Half',
            value: 'half',
            tags: { kind: 'list', items: ['a', 1, { kind: 'map', entries: { deep: true } }] },
          },
        },
      ],
      onFailure: [{ type: 'showNotification', props: { notificationType: 'Info', title: 'Not yet', body: '' } }],
    });
  });
});

describe('a problem of a rule', () => {
  const place = { start: 4, end: 7, line: 1, column: 5 };

  it.each([
    ['/rules/0/condition', '/rules/0/condition/1'],
    ['/rules/2/bindings/1/expression', '/rules/2/bindings/1/expression/1'],
    ['/bindings/0/expression', '/bindings/0/expression/1'],
    ['/rules/0/effects/3/props/value', '/rules/0/effects/3/1/value'],
    ['/rules/0/onFailure/3/props/payload/a~1b', '/rules/0/onFailure/3/1/payload/a~1b'],
    ['/rules/0/effects/3', '/rules/0/effects/3/0'],
    ['/rules/0/bindings/1/name', '/rules/0/bindings/1/name'],
  ])('at %s is shown at %s of the body', (pointer, shown) => {
    expect(detailOf({ code: 'expr.type', message: 'no such field', pointer, place })).toEqual({
      code: 'expr.type',
      title: 'The rule cannot be saved',
      details: 'no such field (line 1, column 5)',
      source: { pointer: shown, line: 1, column: 5, start: 4 },
    });
  });
});
