import { Controller, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KnownApplication } from '../applications/known-application';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { CsvDownload } from './csv-download';
import { download } from './download';
import {
  CouponExportQueryDto,
  EffectExportQueryDto,
  ReferralExportQueryDto,
  SessionExportQueryDto,
} from './export.dto';
import { ExportLog } from './export-log';
import { Exports } from './exports.service';

/** What happened in an application, as files. They are streamed: one that cannot be read to its end breaks off. */
@ApiTags('exports')
@Controller('v1/applications/:applicationId')
export class ExportsController {
  constructor(
    private readonly exports: Exports,
    private readonly log: ExportLog,
  ) {}

  /** Effects that last, with the event that gave each. */
  @CsvDownload('export_effects')
  async effects(
    @CurrentActor() actor: Actor,
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: EffectExportQueryDto,
  ): Promise<StreamableFile> {
    await this.log.note(actor, { application, entity: 'Effect', filter: { ...query } });
    return download('effects', await this.exports.effects(application, query));
  }

  @CsvDownload('export_customer_sessions')
  async sessions(
    @CurrentActor() actor: Actor,
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: SessionExportQueryDto,
  ): Promise<StreamableFile> {
    await this.log.note(actor, { application, entity: 'CustomerSession', filter: { ...query } });
    return download('customer_sessions', await this.exports.sessions(application, query));
  }

  /** Coupons with their counters, in columns of which an import takes the first ones. */
  @CsvDownload('export_coupons')
  async coupons(
    @CurrentActor() actor: Actor,
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: CouponExportQueryDto,
  ): Promise<StreamableFile> {
    await this.log.note(actor, { application, entity: 'Coupon', filter: { ...query } });
    return download('coupons', await this.exports.coupons(application, query));
  }

  /** Referrals with their counters. */
  @CsvDownload('export_referrals')
  async referrals(
    @CurrentActor() actor: Actor,
    @Param('applicationId', KnownApplication) application: bigint,
    @Query() query: ReferralExportQueryDto,
  ): Promise<StreamableFile> {
    await this.log.note(actor, { application, entity: 'Referral', filter: { ...query } });
    return download('referrals', await this.exports.referrals(application, query));
  }
}
