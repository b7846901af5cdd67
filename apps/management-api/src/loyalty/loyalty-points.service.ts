import { Injectable } from '@nestjs/common';
import type { AddLoyaltyPoints, DeductLoyaltyPoints } from '@tessera/api-contracts';
import type { Request } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { findApplication } from '../applications/find-application';
import { refused } from '../attributes/refused';
import { CatalogView } from '../catalog-log/catalog-view';
import { Evaluator } from '../coupons/evaluator';
import { findLoyaltyProgram } from './loyalty-programs.service';
import { hundredthsOf } from './points';

export interface PointsPlace {
  readonly programId: bigint;
  readonly profileId: string;
}

/** Points are booked by the evaluator; this asks for it. */
@Injectable()
export class LoyaltyPoints {
  constructor(
    private readonly dataSource: DataSource,
    private readonly view: CatalogView,
    private readonly evaluator: Evaluator,
  ) {}

  /** Throws ApiError 404 loyalty.*, profile.not_found; 400 loyalty.*, number.range; 504 outcome.unknown. */
  async add(place: PointsPlace, body: AddLoyaltyPoints): Promise<void> {
    const { validityDuration = null, pendingDuration = null, validUntil, pendingUntil } = body;
    const dates = { validUntil: instantIn(validUntil), pendingUntil: instantIn(pendingUntil) };
    const movement = movementOf(place, body);
    await this.decide(place, body.applicationId, {
      kind: 'PointsAdditionReceived',
      ...movement,
      ...{ validityDuration, pendingDuration },
      ...dates,
      importId: 0n,
    });
  }

  /** Throws as `add`; 400 loyalty.balance where there are fewer active points. */
  async deduct(place: PointsPlace, body: DeductLoyaltyPoints): Promise<void> {
    await this.decide(place, body.applicationId, { kind: 'PointsDeductionReceived', ...movementOf(place, body) });
  }

  /** In the name of the application that is given, else of the first that shares the program. */
  private async decide({ programId }: PointsPlace, given: number | undefined, request: Request): Promise<void> {
    const { manager } = this.dataSource;
    const { applicationIds } = await findLoyaltyProgram(manager, programId);
    const id = given === undefined ? applicationIds[0] : BigInt(given);
    if (id === undefined) throw ApiError.invalid('loyalty.unused', 'No application shares the program');
    const application = await findApplication(manager, id);
    const { version: catalogVersion } = await this.view.current(manager);
    const replies = await this.evaluator.decide({ lane: 'live', application, catalogVersion }, [request]);
    const [reply] = replies ?? [];
    if (!reply) throw ApiError.of(504, 'outcome.unknown', 'The request is recorded, but was not decided in time');
    const { refusals } = reply.payload.decision;
    if (refusals.length > 0) throw refused(refusals);
  }
}

function movementOf({ programId: program, profileId }: PointsPlace, body: DeductLoyaltyPoints) {
  const subledger = body.subledgerId ?? body.subLedgerID ?? '';
  return { profileId, program, subledger, points: hundredthsOf(body.points, '/points'), name: body.name ?? '' };
}

function instantIn(text: string | undefined): bigint | null {
  return text === undefined ? null : BigInt(Date.parse(text));
}
