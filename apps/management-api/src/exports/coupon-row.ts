import { ACCOUNT_ID, type Coupon } from '@tessera/api-contracts';
import { type CsvRow, csvInstant, type DateFormat } from './csv';

/** Those that an import takes come first, by the same names. */
export const COUPON_COLUMNS = [
  ...['value', 'expirydate', 'startdate', 'recipientintegrationid', 'limitval', 'discountlimit', 'attributes'],
  ...['accountid', 'applicationid', 'batchid', 'campaignid', 'counter', 'created', 'deleted', 'discount_counter'],
  ...['discount_limitval', 'id', 'importid', 'is_reservation_mandatory', 'limits', 'referralid', 'reservation'],
] as const;

type Column = (typeof COUPON_COLUMNS)[number];

export function couponRow(coupon: Coupon, application: bigint, format: DateFormat): CsvRow {
  const { startDate, expiryDate, limits = [] } = coupon;
  return {
    value: coupon.value,
    expirydate: expiryDate && csvInstant(expiryDate, format),
    startdate: startDate && csvInstant(startDate, format),
    recipientintegrationid: coupon.recipientIntegrationId,
    limitval: coupon.usageLimit,
    discountlimit: coupon.discountLimit,
    attributes: coupon.attributes,
    accountid: ACCOUNT_ID,
    applicationid: Number(application),
    batchid: coupon.batchId,
    campaignid: coupon.campaignId,
    counter: coupon.usageCounter,
    created: csvInstant(coupon.created, format),
    deleted: false,
    discount_counter: coupon.discountCounter,
    discount_limitval: coupon.discountLimit,
    id: coupon.id,
    is_reservation_mandatory: coupon.isReservationMandatory,
    limits,
    reservation: coupon.reservation,
  } satisfies Partial<Record<Column, unknown>>;
}
