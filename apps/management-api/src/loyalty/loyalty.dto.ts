import {
  addLoyaltyPoints,
  deductLoyaltyPoints,
  importQuery,
  loyaltyImport,
  loyaltyLedger,
  loyaltyLogRange,
  loyaltyProgram,
  loyaltyProgramTransaction,
  loyaltyStatistics,
  newLoyaltyProgram,
  pageOf,
  pageWithoutTotalOf,
  programTransactionsQuery,
  updateLoyaltyProgram,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewLoyaltyProgramDto extends createZodDto(newLoyaltyProgram) {}
export class UpdateLoyaltyProgramDto extends createZodDto(updateLoyaltyProgram) {}
export class LoyaltyProgramDto extends createZodDto(loyaltyProgram) {}
export class LoyaltyProgramPageDto extends createZodDto(pageOf(loyaltyProgram)) {}
export class AddLoyaltyPointsDto extends createZodDto(addLoyaltyPoints) {}
export class DeductLoyaltyPointsDto extends createZodDto(deductLoyaltyPoints) {}
export class ProgramTransactionsQueryDto extends createZodDto(programTransactionsQuery) {}
export class ProgramTransactionsDto extends createZodDto(pageWithoutTotalOf(loyaltyProgramTransaction)) {}
export class LoyaltyImportDto extends createZodDto(loyaltyImport) {}
export class LoyaltyImportQueryDto extends createZodDto(importQuery) {}
export class LedgerDto extends createZodDto(loyaltyLedger) {}
export class LogRangeDto extends createZodDto(loyaltyLogRange) {}
export class StatisticsDto extends createZodDto(loyaltyStatistics) {}
