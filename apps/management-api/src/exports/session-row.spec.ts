import { renderSession } from '@tessera/api-contracts';
import { close, item, sessionOf, Shop } from '@tessera/promotion/testing';
import { exportedSession, SESSION_COLUMNS, sessionRow } from './session-row';

const { decision } = new Shop([]).when(close('s', { profileId: 'ann', cartItems: [item('tea', 450)] }));
const stored = { ...renderSession(sessionOf(decision), 'EUR'), effects: [], updated: '2026-07-16T12:00:00Z' };
const closedAt = '2026-07-15T12:00:00Z';
const row = (changes: object, profileId?: number) =>
  sessionRow(exportedSession.parse({ ...stored, ...changes }), profileId, 'excel');

describe('a session as an export has it', () => {
  it('has every column', () => {
    expect(Object.keys(row({})).sort()).toEqual([...SESSION_COLUMNS].sort());
  });

  it('says whose it was, when it closed, and when it was cancelled', () => {
    expect(row({ closedAt }, 7)).toMatchObject({
      profileid: 7,
      closedat: '2026-07-15 12:00:00',
      cancelledat: undefined,
    });
    expect(row({ state: 'cancelled', closedAt })).toMatchObject({
      ...{ profileid: undefined, closedat: '2026-07-15 12:00:00', cancelledat: '2026-07-16 12:00:00' },
    });
    expect(row({ state: 'open' })).toMatchObject({ closedat: undefined, cancelledat: undefined });
  });
});
