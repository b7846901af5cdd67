import { Controller, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, CurrentActor } from '../auth/actor';
import type { Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { NotesChange } from '../changes/notes-change';
import { CouponImports } from './coupon-import';
import { CsvUpload } from './csv-upload';
import { CouponImportDto, CouponImportQueryDto } from './import.dto';
import { COUPONS, REFERRALS } from './imported-code';
import { uploadOf } from './uploads';

@ApiTags('imports')
@Controller('v1/applications/:applicationId/campaigns/:campaignId')
export class ImportsController {
  constructor(private readonly imports: CouponImports) {}

  /** A CSV file with the columns value, expirydate, startdate, recipientintegrationid, limitval, discountlimit, attributes. */
  @UseInterceptors(NotesChange)
  @CsvUpload('import_coupons', 'editor', CouponImportDto)
  async coupons(
    @InCampaign() place: Place,
    @Query() query: CouponImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<CouponImportDto> {
    return this.imports.run(place, actor, { query, file: await uploadOf(request), kind: COUPONS });
  }

  /** The columns are code, advocateprofileintegrationid, friendprofileintegrationid, startdate, expirydate, limitval, attributes. */
  @UseInterceptors(NotesChange)
  @CsvUpload('import_referrals', 'editor', CouponImportDto)
  async referrals(
    @InCampaign() place: Place,
    @Query() query: CouponImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<CouponImportDto> {
    return this.imports.run(place, actor, { query, file: await uploadOf(request), kind: REFERRALS });
  }
}
