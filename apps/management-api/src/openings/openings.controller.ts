import { Controller, Param, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, CurrentActor } from '../auth/actor';
import { NotesChange } from '../changes/notes-change';
import { CsvUpload } from '../imports/csv-upload';
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
  @CsvUpload('import_coupon_openings', 'admin', OpeningImportDto)
  @UseInterceptors(NotesChange)
  async coupons(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: OpeningImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<OpeningImportDto> {
    return this.imports.coupons(applicationId, actor, { query, file: await uploadOf(request) });
  }

  /** The columns are integrationid, closedsessions, totalsales, firstactivity, lastactivity. */
  @CsvUpload('import_profile_openings', 'admin', OpeningImportDto)
  @UseInterceptors(NotesChange)
  async profiles(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: OpeningImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<OpeningImportDto> {
    return this.imports.profiles(applicationId, actor, { query, file: await uploadOf(request) });
  }

  /** The columns are campaignid, action, counter, period, date, value, profileintegrationid, sessionintegrationid, identifier. */
  @CsvUpload('import_limit_openings', 'admin', OpeningImportDto)
  @UseInterceptors(NotesChange)
  async limits(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() query: OpeningImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<OpeningImportDto> {
    return this.imports.limits(applicationId, actor, { query, file: await uploadOf(request) });
  }
}
