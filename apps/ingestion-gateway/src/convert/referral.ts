import type { NewReferral, NewReferrals } from '@tessera/api-contracts';
import { attributesFrom, type CouponChunkReceived, type CouponSettings, parseInstant } from '@tessera/promotion';
import type { Caller } from '../auth/caller';
import { normalId } from './id';

/** 13 characters of 31 are 64 bits. */
const PATTERN = '#############';

type Body = Pick<NewReferral, 'campaignId' | 'startDate' | 'expiryDate' | 'usageLimit' | 'attributes'>;
type Codes = Pick<NewReferrals, 'referralPattern' | 'validCharacters'>;

/** The request that creates a referral of one advocate; its batch is the call's, its code as the body or the campaign says. */
export function referralRequest(
  batch: string,
  body: Body & Codes,
  { advocate, friend }: { readonly advocate: string; readonly friend: string },
  caller: Caller,
): CouponChunkReceived {
  const campaign = caller.catalog.campaign(caller.application.id, BigInt(body.campaignId));
  return {
    kind: 'CouponChunkReceived',
    ...{ batch, chunk: 0, chunks: 1, codes: [], count: 1, recipients: [] },
    settings: settingsOf(body, normalId(advocate), normalId(friend), caller),
    pattern: body.referralPattern ?? campaign?.referralSettings?.couponPattern ?? PATTERN,
    characters: body.validCharacters ?? campaign?.referralSettings?.validCharacters ?? [],
  };
}

function settingsOf(body: Body, advocate: string, friend: string, { catalog, application }: Caller): CouponSettings {
  return {
    campaign: BigInt(body.campaignId),
    usageLimit: BigInt(body.usageLimit ?? 0),
    ...{ profileLimit: null, discountLimit: null },
    startDate: instantOf(body.startDate),
    expiryDate: instantOf(body.expiryDate),
    attributes: attributesFrom(body.attributes ?? {}, catalog.attributes(application.id, 'Coupon')),
    recipient: friend === '' ? null : friend,
    ...{ reservationLimit: 0n, reservationMandatory: false, implicitlyReserved: false },
    advocate,
  };
}

function instantOf(text: string | null | undefined): bigint | null {
  return text == null ? null : (parseInstant(text) ?? null);
}
