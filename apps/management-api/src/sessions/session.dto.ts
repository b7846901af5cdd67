import { loginParams, userSession } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class LoginParamsDto extends createZodDto(loginParams) {}
export class UserSessionDto extends createZodDto(userSession) {}
