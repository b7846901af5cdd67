import type { Profile, Session, SessionReturn } from '@tessera/promotion';
import { ACCOUNT_ID } from './profile';
import { type Json, renderInstant } from './value';

/** A return of a session as Return of the public API; it has the number of the event that it is. */
export function renderReturn(one: SessionReturn, session: Session, profile: Profile | null): { [name: string]: Json } {
  const returnedCartItems = one.items.map(({ position, quantity }) => {
    return { position, quantity, sku: session.cartItems[position]?.sku ?? '' };
  });
  return {
    id: Number(one.id),
    created: renderInstant(one.at),
    applicationId: Number(session.application),
    accountId: ACCOUNT_ID,
    returnedCartItems,
    eventId: Number(one.id),
    sessionId: Number(session.id),
    sessionIntegrationId: session.integrationId,
    ...(profile !== null && { profileId: Number(profile.id), profileIntegrationId: profile.integrationId }),
  };
}
