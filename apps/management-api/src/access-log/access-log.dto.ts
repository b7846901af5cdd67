import { accessLogEntry, accessLogQuery, pageOf, pageWithoutTotalOf } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class AccessLogQueryDto extends createZodDto(accessLogQuery) {}
export class AccessLogPageDto extends createZodDto(pageOf(accessLogEntry)) {}
export class AccessLogPageWithoutTotalDto extends createZodDto(pageWithoutTotalOf(accessLogEntry)) {}
