import { change, changeQuery, pageOf } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class ChangeQueryDto extends createZodDto(changeQuery) {}
export class ChangePageDto extends createZodDto(pageOf(change)) {}
