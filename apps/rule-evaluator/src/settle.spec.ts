import { type Row, rowKey } from '@tessera/promotion';
import { Needs } from './settle';

const counter: Row = { kind: 'counter', application: 1n, counter: 'uses' };

describe('what a slice needs', () => {
  it('is to be locked where a later pass asks for it again', () => {
    const needs = new Needs([]);
    needs.add([counter]);
    expect(needs.lockAtOnce.size).toBe(0);
    needs.add([counter]);
    expect([...needs.lockAtOnce]).toEqual([rowKey(counter)]);
  });

  it('is only to be read where two decisions of one pass ask for it: a lock before others would be out of order', () => {
    const needs = new Needs([]);
    needs.add([counter, counter]);
    expect([needs.all, needs.lockAtOnce.size]).toEqual([[counter], 0]);
  });
});
