import { applyDecorators, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { Allow } from '../auth/access';
import { CSV_FILE } from '../imports/describe-files';

/** A handler that answers a file of rows: `download` gives it a name. */
export function CsvDownload(path: string | string[]): MethodDecorator {
  return applyDecorators(Get(path), Allow('viewer'), ApiProduces('text/csv'), ApiOkResponse({ schema: CSV_FILE }));
}
