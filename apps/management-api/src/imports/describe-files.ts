import type { ApiBodyOptions } from '@nestjs/swagger';

/** How the OpenAPI document shows files. */
export const CSV_FILE = { type: 'string', format: 'binary' } as const;

export const CSV_FORM: ApiBodyOptions = { schema: { type: 'object', properties: { upFile: CSV_FILE } } };
