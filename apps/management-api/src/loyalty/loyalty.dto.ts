import {
  addLoyaltyPoints,
  deductLoyaltyPoints,
  loyaltyLedger,
  loyaltyLogRange,
  loyaltyProgram,
  loyaltyStatistics,
  newLoyaltyProgram,
  pageOf,
  updateLoyaltyProgram,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewLoyaltyProgramDto extends createZodDto(newLoyaltyProgram) {}
export class UpdateLoyaltyProgramDto extends createZodDto(updateLoyaltyProgram) {}
export class LoyaltyProgramDto extends createZodDto(loyaltyProgram) {}
export class LoyaltyProgramPageDto extends createZodDto(pageOf(loyaltyProgram)) {}
export class AddLoyaltyPointsDto extends createZodDto(addLoyaltyPoints) {}
export class DeductLoyaltyPointsDto extends createZodDto(deductLoyaltyPoints) {}
export class LedgerDto extends createZodDto(loyaltyLedger) {}
export class LogRangeDto extends createZodDto(loyaltyLogRange) {}
export class StatisticsDto extends createZodDto(loyaltyStatistics) {}
