import { Controller, HttpCode, Param, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../auth/access';
import { type Actor, CurrentActor } from '../auth/actor';
import { NotesChange } from '../changes/notes-change';
import { CSV_FORM } from '../imports/describe-files';
import { uploadOf } from '../imports/uploads';
import { IdPipe } from '../lists/id.pipe';
import { OpeningImportDto, OpeningImportQueryDto } from './opening.dto';
import { OpeningImports } from './opening-imports.service';

/** What happened before Tessera knew of it. */
@ApiTags('imports')
@Controller('v1/applications/:applicationId')
export class OpeningsController {
  constructor(private readonly imports: OpeningImports) {}

  /** A CSV file with the columns value, counter, discount_counter, profileintegrationid; with a profile: how often by it. */
  @Post('import_coupon_openings')
  @HttpCode(200)
  @UseInterceptors(NotesChange)
  @Allow('admin')
  @ApiConsumes('multipart/form-data')
  @ApiBody(CSV_FORM)
  @ApiOkResponse({ type: OpeningImportDto })
  async coupons(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: OpeningImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<OpeningImportDto> {
    return this.imports.coupons(applicationId, actor, { query, file: await uploadOf(request) });
  }

  /** The columns are integrationid, closedsessions, totalsales, firstactivity, lastactivity. */
  @Post('import_profile_openings')
  @HttpCode(200)
  @UseInterceptors(NotesChange)
  @Allow('admin')
  @ApiConsumes('multipart/form-data')
  @ApiBody(CSV_FORM)
  @ApiOkResponse({ type: OpeningImportDto })
  async profiles(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: OpeningImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<OpeningImportDto> {
    return this.imports.profiles(applicationId, actor, { query, file: await uploadOf(request) });
  }

  /** The columns are campaignid, action, counter, period, date, value, profileintegrationid, sessionintegrationid, identifier. */
  @Post('import_limit_openings')
  @UseInterceptors(NotesChange)
  @HttpCode(200)
  @Allow('admin')
  @ApiConsumes('multipart/form-data')
  @ApiBody(CSV_FORM)
  @ApiOkResponse({ type: OpeningImportDto })
  async limits(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: OpeningImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<OpeningImportDto> {
    return this.imports.limits(applicationId, actor, { query, file: await uploadOf(request) });
  }
}
