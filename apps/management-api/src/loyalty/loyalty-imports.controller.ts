import { Controller, Param, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, CurrentActor } from '../auth/actor';
import { NotesChange } from '../changes/notes-change';
import { CsvUpload } from '../imports/csv-upload';
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
  @UseInterceptors(NotesChange)
  @CsvUpload('import_points', 'editor', LoyaltyImportDto)
  async points(
    @CurrentActor() actor: Actor,
    @Param('programId', IdPipe) programId: bigint,
    @Query() query: LoyaltyImportQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<LoyaltyImportDto> {
    return this.imports.run(actor, programId, { query, file: await uploadOf(request), kind: POINTS_FILE });
  }

  /** Columns `customerprofileid`, `tiername`, `expirydate`, and `subledgerid`. */
  @UseInterceptors(NotesChange)
  @CsvUpload('import_customers_tiers', 'editor', LoyaltyImportDto)
  async tiers(
    @CurrentActor() actor: Actor,
    @Param('programId', IdPipe) programId: bigint,
    @Query() query: LoyaltyImportQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<LoyaltyImportDto> {
    return this.imports.run(actor, programId, { query, file: await uploadOf(request), kind: TIERS_FILE });
  }
}
