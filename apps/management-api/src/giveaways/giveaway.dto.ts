import {
  giveawayImport,
  giveawayPool,
  importQuery,
  newGiveawayPool,
  pageOf,
  updateGiveawayPool,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewGiveawayPoolDto extends createZodDto(newGiveawayPool) {}
export class UpdateGiveawayPoolDto extends createZodDto(updateGiveawayPool) {}
export class GiveawayPoolDto extends createZodDto(giveawayPool) {}
export class GiveawayPoolPageDto extends createZodDto(pageOf(giveawayPool)) {}
export class GiveawayImportDto extends createZodDto(giveawayImport) {}
export class GiveawayImportQueryDto extends createZodDto(importQuery) {}
