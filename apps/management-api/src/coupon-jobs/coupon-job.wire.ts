import type { CouponJob } from '@tessera/api-contracts';
import type { CouponJobEntity, JobWork } from './coupon-job.entity';

/** A job as the API shows it. */
export function renderJob(job: CouponJobEntity): CouponJob {
  const [error] = job.failure?.errors ?? [];
  return {
    id: Number(job.id),
    applicationId: Number(job.applicationId),
    campaignId: Number(job.campaignId),
    kind: job.work.kind,
    state: job.state,
    ...subjectOf(job.work),
    done: job.done,
    ...(error && { error: [error.code, error.title, error.details ?? ''].filter(Boolean).join(': ') }),
    createdBy: Number(job.createdBy),
    created: job.created.toISOString(),
    updated: job.updated.toISOString(),
  };
}

function subjectOf(work: JobWork): Pick<CouponJob, 'batchId' | 'total'> {
  if (work.kind === 'creation') return { batchId: work.batch, total: work.count };
  return { batchId: work.selection['batchId'] };
}
