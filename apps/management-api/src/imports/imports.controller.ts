import { Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../auth/access';
import { type Actor, CurrentActor } from '../auth/actor';
import type { Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { CouponImports } from './coupon-import';
import { CouponImportDto, CouponImportQueryDto } from './import.dto';
import { COUPONS, REFERRALS } from './imported-code';
import { uploadOf } from './uploads';

const form = { type: 'object', properties: { upFile: { type: 'string', format: 'binary' } } } as const;

@ApiTags('imports')
@Controller('v1/applications/:applicationId/campaigns/:campaignId')
export class ImportsController {
  constructor(private readonly imports: CouponImports) {}

  /** A CSV file with the columns value, expirydate, startdate, recipientintegrationid, limitval, discountlimit, attributes. */
  @Post('import_coupons')
  @HttpCode(200)
  @Allow('editor')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: form })
  @ApiOkResponse({ type: CouponImportDto })
  async coupons(
    @InCampaign() place: Place,
    @Query() query: CouponImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<CouponImportDto> {
    const file = await uploadOf(request);
    return this.imports.run(place, actor, { query, file, kind: COUPONS });
  }

  /** The columns are code, advocateprofileintegrationid, friendprofileintegrationid, startdate, expirydate, limitval, attributes. */
  @Post('import_referrals')
  @HttpCode(200)
  @Allow('editor')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: form })
  @ApiOkResponse({ type: CouponImportDto })
  async referrals(
    @InCampaign() place: Place,
    @Query() query: CouponImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<CouponImportDto> {
    const file = await uploadOf(request);
    return this.imports.run(place, actor, { query, file, kind: REFERRALS });
  }
}
