import { couponJob, newCouponDeletionJob, newCouponsAsync, newCouponUpdateJob, pageOf } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class NewCouponsAsyncDto extends createZodDto(newCouponsAsync) {}
export class NewCouponDeletionJobDto extends createZodDto(newCouponDeletionJob) {}
export class NewCouponUpdateJobDto extends createZodDto(newCouponUpdateJob) {}
export class CouponJobDto extends createZodDto(couponJob) {}
export class CouponJobPageDto extends createZodDto(pageOf(couponJob)) {}
export class BegunBatchDto extends createZodDto(z.object({ batchId: z.string(), jobId: z.int() })) {}
export class BegunJobDto extends createZodDto(z.object({ id: z.int() })) {}
