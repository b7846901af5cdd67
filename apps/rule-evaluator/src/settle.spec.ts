import { type Row, rowKey } from '@tessera/promotion';
import type { Inbound } from './inbound';
import { firstNumbers, Needs } from './settle';

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

it.each([
  [10, 11],
  [2_000_000_000, 1001],
  [-5, 1],
])(
  'a part of a pool that says it makes %i codes is given %i numbers, for who wrote it is not known yet',
  (count, numbers) => {
    const request = { kind: 'CouponChunkReceived', count, codes: [] };
    expect(firstNumbers({ kind: 'received', request } as unknown as Inbound)).toBe(numbers);
  },
);
