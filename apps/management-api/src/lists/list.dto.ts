import { listQuery } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class ListQueryDto extends createZodDto(listQuery) {}
