import { application, applicationHealth, newApplication, pageOf, updateApplication } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewApplicationDto extends createZodDto(newApplication) {}
export class UpdateApplicationDto extends createZodDto(updateApplication) {}
export class ApplicationDto extends createZodDto(application) {}
export class ApplicationPageDto extends createZodDto(pageOf(application)) {}
export class ApplicationHealthDto extends createZodDto(applicationHealth) {}
