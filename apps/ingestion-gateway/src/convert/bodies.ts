import {
  activatePoints,
  advancedEventRequest,
  couponReservations,
  audienceMemberships,
  eventRequest,
  integrationRequest,
  legacyEvent,
  legacyProfile,
  legacySession,
  newReferral,
  newReferrals,
  profileRequest,
  profilesRequest,
  returnRequest,
} from '@tessera/api-contracts';
import { shapeReader } from '@tessera/service-kit';

// The bodies of hot calls: their shapes are checked here and not by a pipe, several times faster.

export const readSessionBody = shapeReader(integrationRequest);
export const readProfileBody = shapeReader(profileRequest);
export const readProfilesBody = shapeReader(profilesRequest);
export const readEventBody = shapeReader(eventRequest);
export const readAdvancedEventBody = shapeReader(advancedEventRequest);
export const readReturnBody = shapeReader(returnRequest);
export const readActivationBody = shapeReader(activatePoints);
export const readReservationsBody = shapeReader(couponReservations);
export const readReferralBody = shapeReader(newReferral);
export const readReferralsBody = shapeReader(newReferrals);
export const readLegacySessionBody = shapeReader(legacySession);
export const readLegacyProfileBody = shapeReader(legacyProfile);
export const readLegacyEventBody = shapeReader(legacyEvent);
export const readMembershipsBody = shapeReader(audienceMemberships);
