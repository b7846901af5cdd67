import type { Catalog } from './catalog';
import { canonicalCode } from './codes/canonical-code';
import type { Request, SessionUpdateReceived } from './request';
import { sortedRows } from './rows';
import type { Row } from './world';

/**
 * The rows that a decision will surely look at, known from the request alone, in lock order. A session is going to be
 * written, the others perhaps; what else is needed the verdict says: the past only where a rule that is tried asks for it.
 */
export function locate(catalog: Catalog, application: bigint, request: Request): Row[] {
  return sortedRows(rowsOf(catalog, application, request));
}

function rowsOf(catalog: Catalog, application: bigint, request: Request): Row[] {
  switch (request.kind) {
    case 'SessionUpdateReceived':
      return sessionRows(catalog, application, request);
    case 'ProfileUpdateReceived':
      return request.runRuleEngine
        ? profileRows(catalog, application, request.profileId)
        : [{ kind: 'profile', id: request.profileId }];
    case 'CustomEventReceived':
      return [
        ...(request.sessionId === null ? [] : [sessionRow(application, request.sessionId)]),
        ...(request.connectedSessionId === null ? [] : [sessionRow(application, request.connectedSessionId)]),
        ...(request.integrationId === null
          ? []
          : [{ kind: 'eventId', application, id: request.integrationId } as const]),
        ...profileRows(catalog, application, request.profileId),
      ];
    case 'ProfileOpeningReceived':
      return profileRows(catalog, application, request.profileId);
    case 'ProfileErasureReceived':
      return [{ kind: 'profile', id: request.profileId }];
    case 'CouponChunkReceived':
      return request.codes.map((code) => ({ kind: 'coupon', application, canonical: canonicalCode(code) }));
    case 'CouponChangeReceived':
    case 'CouponDeletionReceived':
      return [{ kind: 'couponId', application, id: request.couponId }];
    case 'CouponReservationReceived':
      return [
        { kind: 'profile', id: request.profileId },
        { kind: 'coupon', application, canonical: canonicalCode(request.code) },
      ];
    case 'CouponOpeningsReceived':
      return request.openings.map(({ couponId: id }) => ({ kind: 'couponId', application, id }));
    case 'CouponsChangeReceived':
      return request.changes.map(({ couponId: id }) => ({ kind: 'couponId', application, id }));
    case 'GiveawayChunkReceived': {
      const { pool, codes } = request;
      return [{ kind: 'giveawayStock', pool }, ...codes.map((code): Row => ({ kind: 'giveawayCode', pool, code }))];
    }
    case 'PointsAdditionReceived':
    case 'PointsDeductionReceived':
    case 'TierAssignmentReceived':
    case 'PointsActivationReceived':
    case 'LedgerOpeningReceived':
      return [
        { kind: 'profile', id: request.profileId },
        { kind: 'ledger', program: request.program, profile: request.profileId },
      ];
    case 'LimitOpeningsReceived':
    case 'ClockTicked':
      return [];
    case 'SessionReturnReceived':
    case 'SessionReopenReceived':
    case 'SessionIdled':
      return [sessionRow(application, request.sessionId)];
  }
}

function sessionRow(application: bigint, id: string): Row {
  return { kind: 'session', application, id };
}

/** A session that keeps its stored profile or codes names neither: the verdict asks for those. */
function sessionRows(catalog: Catalog, application: bigint, request: SessionUpdateReceived): Row[] {
  const codes = [...(request.couponCodes ?? []), ...(request.referralCode ? [request.referralCode] : [])];
  return [
    sessionRow(application, request.sessionId),
    ...profileRows(catalog, application, request.profileId ?? ''),
    ...codes.map((code): Row => ({ kind: 'coupon', application, canonical: canonicalCode(code) })),
  ];
}

function profileRows(catalog: Catalog, application: bigint, profile: string): Row[] {
  if (profile === '') return [];
  return [
    { kind: 'profile', id: profile },
    { kind: 'activity', application, profile },
    ...catalog.loyaltyPrograms(application).map(({ id }): Row => ({ kind: 'ledger', program: id, profile })),
  ];
}
