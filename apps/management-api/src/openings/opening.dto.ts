import { openingImport, openingImportQuery } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class OpeningImportDto extends createZodDto(openingImport) {}
export class OpeningImportQueryDto extends createZodDto(openingImportQuery) {}
