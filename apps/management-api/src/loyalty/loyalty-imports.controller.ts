import { Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../auth/access';
import { type Actor, CurrentActor } from '../auth/actor';
import { CSV_FORM } from '../imports/describe-files';
import { uploadOf } from '../imports/uploads';
import { IdPipe } from '../lists/id.pipe';
import { POINTS_FILE, TIERS_FILE } from './loyalty-file';
import { LoyaltyImports } from './loyalty-imports.service';
import { LoyaltyImportDto, LoyaltyImportQueryDto } from './loyalty.dto';

/** Points and tiers that customers had elsewhere. */
@ApiTags('loyalty')
@Controller('v1/loyalty_programs/:programId')
export class LoyaltyImportsController {
  constructor(private readonly imports: LoyaltyImports) {}

  /** Columns `customerprofileid`, `amount`, and `startdate`, `expirydate`, `subledgerid`, `reason`. */
  @Post('import_points')
  @HttpCode(200)
  @Allow('editor')
  @ApiConsumes('multipart/form-data')
  @ApiBody(CSV_FORM)
  @ApiOkResponse({ type: LoyaltyImportDto })
  async points(
    @CurrentActor() actor: Actor,
    @Param('programId', IdPipe) programId: bigint,
    @Query() { skipInvalid }: LoyaltyImportQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<LoyaltyImportDto> {
    const file = await uploadOf(request);
    return this.imports.run(actor, programId, { file, kind: POINTS_FILE, skipInvalid: skipInvalid === 'true' });
  }

  /** Columns `customerprofileid`, `tiername`, `expirydate`, and `subledgerid`. */
  @Post('import_customers_tiers')
  @HttpCode(200)
  @Allow('editor')
  @ApiConsumes('multipart/form-data')
  @ApiBody(CSV_FORM)
  @ApiOkResponse({ type: LoyaltyImportDto })
  async tiers(
    @CurrentActor() actor: Actor,
    @Param('programId', IdPipe) programId: bigint,
    @Query() { skipInvalid }: LoyaltyImportQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<LoyaltyImportDto> {
    const file = await uploadOf(request);
    return this.imports.run(actor, programId, { file, kind: TIERS_FILE, skipInvalid: skipInvalid === 'true' });
  }
}
