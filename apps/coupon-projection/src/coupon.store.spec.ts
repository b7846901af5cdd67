import { describePurge } from '@tessera/projection/testing';
import { write } from './coupon.store';
import { fold, type RedemptionRow } from './fold';

const redemptions = [{ profileId: 'anna' } as RedemptionRow];

describePurge('coupon-projection', (sql) => write(sql, { ...fold([]), redemptions }), 4);
