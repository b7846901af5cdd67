import { additionalCost, newAdditionalCost, pageOf, updateAdditionalCost } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewAdditionalCostDto extends createZodDto(newAdditionalCost) {}
export class UpdateAdditionalCostDto extends createZodDto(updateAdditionalCost) {}
export class AdditionalCostDto extends createZodDto(additionalCost) {}
export class AdditionalCostPageDto extends createZodDto(pageOf(additionalCost)) {}
