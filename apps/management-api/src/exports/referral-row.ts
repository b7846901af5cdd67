import type { Referral } from '@tessera/api-contracts';
import { type CsvRow, csvInstant, type DateFormat } from './csv';

/** Those that an import takes come first, by the same names. */
export const REFERRAL_COLUMNS = [
  ...['code', 'advocateprofileintegrationid', 'friendprofileintegrationid', 'startdate', 'expirydate', 'limitval'],
  ...['attributes', 'applicationid', 'batchid', 'campaignid', 'counter', 'created', 'id'],
] as const;

type Column = (typeof REFERRAL_COLUMNS)[number];

export function referralRow(referral: Referral, application: bigint, format: DateFormat): CsvRow {
  const { startDate, expiryDate } = referral;
  return {
    code: referral.code,
    advocateprofileintegrationid: referral.advocateProfileIntegrationId,
    friendprofileintegrationid: referral.friendProfileIntegrationId,
    startdate: startDate && csvInstant(startDate, format),
    expirydate: expiryDate && csvInstant(expiryDate, format),
    limitval: referral.usageLimit,
    attributes: referral.attributes,
    applicationid: Number(application),
    batchid: referral.batchId,
    campaignid: referral.campaignId,
    counter: referral.usageCounter,
    created: csvInstant(referral.created, format),
    id: referral.id,
  } satisfies Record<Column, unknown>;
}
