import { fold } from '@tessera/testing/log';
import { SHOP, type Shop } from '../testing';

/** What a shop decided, added up by code that is not the product's, is its state, and does not contradict itself. */
export function expectLogToBeState({ log, state }: Shop): void {
  const told = log.map(({ decision, position, at }) => {
    return { position, application: SHOP, at, events: decision.events };
  });
  const { rows, contradictions } = fold(told);
  expect(contradictions).toEqual([]);
  expect(rows).toEqual(state.entries());
}
