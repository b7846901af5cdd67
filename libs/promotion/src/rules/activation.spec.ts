import { HistoryList, type Program } from '@tessera/expression';
import type { PastSession } from '../world';
import { WithBindings } from './activation';
import { HistoryObject } from './history-object';

describe('WithBindings', () => {
  it('evaluates a binding when it is first read, and not again', () => {
    let evaluated = 0;
    const program: Program = { evaluate: () => BigInt((evaluated += 1)) };
    const bound = new WithBindings({ resolve: (name) => `outer ${name}` }, new Map([['x', program]]));
    expect(evaluated).toBe(0);
    expect([bound.resolve('x'), bound.resolve('x'), bound.resolve('y')]).toEqual([1n, 1n, 'outer y']);
  });
});

describe('HistoryObject', () => {
  const past = (id: string): PastSession => ({ id, at: 5n, total: 100n, cartItems: [], attributes: {} });
  const history = { sessions: [past('a'), past('b')], events: [], sessionsTruncated: false, eventsTruncated: false };
  const loaded = { ...history, sessionsAfter: -1n, eventsAfter: -1n };

  it('leaves out the session that is being decided, which was closed before where it is decided again', () => {
    const sessions = new HistoryObject(loaded, 10n, 'a', 2).get('sessions');
    expect(sessions instanceof HistoryList && sessions.all()).toHaveLength(1);
    const all = new HistoryObject(loaded, 10n, null, 2).get('sessions');
    expect(all instanceof HistoryList && all.all()).toHaveLength(2);
  });
});
