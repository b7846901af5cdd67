import { Controller, Param, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, CurrentActor } from '../auth/actor';
import { NotesChange } from '../changes/notes-change';
import { CsvUpload } from '../imports/csv-upload';
import { uploadOf } from '../imports/uploads';
import { IdPipe } from '../lists/id.pipe';
import { LedgerOpeningImports } from './ledger-openings.service';
import { OpeningImportDto, OpeningImportQueryDto } from './opening.dto';

/** What customers had in a loyalty program before Tessera knew of it. */
@ApiTags('imports')
@Controller('v1/loyalty_programs/:programId')
export class LedgerOpeningsController {
  constructor(private readonly imports: LedgerOpeningImports) {}

  /** The columns are customerprofileid, subledgerid, amount, startdate, expirydate, spent, expired, negative. */
  @CsvUpload('import_ledger_openings', 'admin', OpeningImportDto)
  @UseInterceptors(NotesChange)
  async ledgers(
    @Param('programId', IdPipe) programId: bigint,
    @Query() query: OpeningImportQueryDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<OpeningImportDto> {
    return this.imports.run(actor, programId, { query, file: await uploadOf(request) });
  }
}
