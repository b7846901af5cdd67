import type { Catalog } from '../catalog';
import type { Refusal } from '../decision';
import type { CustomEventReceived, ProfileUpdateReceived, Request } from '../request';
import { attributeRefusals } from './attributes';
import { changesRefusals, chunkRefusals, settingsRefusals } from './coupon';
import { audienceRefusals } from './audiences';
import { giveawayRefusals } from './giveaways';
import { couponOpeningRefusals, ledgerOpeningRefusals, limitOpeningRefusals, profileOpeningRefusals } from './openings';
import { activationRefusals, pointsRefusals, tierRefusals } from './points';
import { refusal } from './problem';
import { returnRefusals } from './return';
import { sessionRefusals } from './session';
import { codeRefusals, idRefusals } from './text';

/**
 * Every content rule that a request breaks, seen with the catalog alone. The evaluator refuses by it, and a gateway calls
 * it to answer early, so that a record produced straight to the inbox and an HTTP call are judged alike.
 */
export function validate(catalog: Catalog, application: bigint, request: Request): Refusal[] {
  if (request.kind === 'ClockTicked') return [];
  if (catalog.application(application) === undefined) {
    return [refusal('application.unknown', null, `application ${application} does not exist`, 404)];
  }
  switch (request.kind) {
    case 'SessionUpdateReceived':
      return sessionRefusals(catalog, application, request);
    case 'ProfileUpdateReceived':
      return profileRefusals(catalog, application, request);
    case 'CustomEventReceived':
      return eventRefusals(catalog, application, request);
    case 'ProfileErasureReceived':
      return idRefusals(request.profileId, '/profileId', false);
    case 'CouponChunkReceived':
      return chunkRefusals(catalog, application, request);
    case 'CouponChangeReceived':
      return settingsRefusals(catalog, application, request.settings);
    case 'CouponDeletionReceived':
      return [];
    case 'CouponsChangeReceived':
      return changesRefusals(catalog, application, request);
    case 'CouponReservationReceived':
      return [
        ...idRefusals(request.profileId, '/integrationIDs', false),
        ...codeRefusals(request.code, '/couponValue'),
      ];
    case 'PointsAdditionReceived':
    case 'PointsDeductionReceived':
      return pointsRefusals(catalog, application, request);
    case 'TierAssignmentReceived':
      return tierRefusals(catalog, application, request);
    case 'PointsActivationReceived':
      return activationRefusals(catalog, application, request);
    case 'SessionReturnReceived':
      return returnRefusals(request);
    case 'SessionReopenReceived':
    case 'SessionIdled':
      return idRefusals(request.sessionId, '/sessionId', false);
    case 'GiveawayChunkReceived':
      return giveawayRefusals(catalog, application, request);
    case 'CouponOpeningsReceived':
      return couponOpeningRefusals(request);
    case 'ProfileOpeningReceived':
      return profileOpeningRefusals(request);
    case 'LimitOpeningsReceived':
      return limitOpeningRefusals(catalog, application, request);
    case 'LedgerOpeningReceived':
      return ledgerOpeningRefusals(catalog, application, request);
  }
}

function profileRefusals(catalog: Catalog, application: bigint, request: ProfileUpdateReceived): Refusal[] {
  return [
    ...idRefusals(request.profileId, '/profileId', false),
    ...attributeRefusals(request.attributes, catalog.attributes(application, 'CustomerProfile'), '/attributes'),
    ...audienceRefusals(catalog, application, request),
  ];
}

function eventRefusals(catalog: Catalog, application: bigint, request: CustomEventReceived): Refusal[] {
  const ids = [
    ...idRefusals(request.profileId, '/profileId', true),
    ...(request.sessionId === null ? [] : idRefusals(request.sessionId, '/sessionId', false)),
    ...(request.integrationId === null ? [] : idRefusals(request.integrationId, '/integrationId', false)),
    ...(request.connectedSessionId === null
      ? []
      : idRefusals(request.connectedSessionId, '/connectedSessionId', false)),
  ];
  if (catalog.eventType(application, request.type) === undefined) {
    return [...ids, refusal('event.unknown', '/type', `the event type ${request.type.slice(0, 100)} is not declared`)];
  }
  const definitions = catalog.attributes(application, 'Event', request.type);
  return [...ids, ...attributeRefusals(request.attributes, definitions, '/attributes')];
}
