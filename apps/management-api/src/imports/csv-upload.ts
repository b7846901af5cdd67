import { applyDecorators, HttpCode, Post, type Type } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse } from '@nestjs/swagger';
import type { Role } from '@tessera/api-contracts';
import { Allow } from '../auth/access';
import { CSV_FORM } from './describe-files';

/** A handler that takes a file of rows, `uploadOf` the request, and answers `type`: what became of them. */
export function CsvUpload(path: string, role: Role, type: Type): MethodDecorator {
  return applyDecorators(
    Post(path),
    HttpCode(200),
    Allow(role),
    ApiConsumes('multipart/form-data'),
    ApiBody(CSV_FORM),
    ApiOkResponse({ type }),
  );
}
