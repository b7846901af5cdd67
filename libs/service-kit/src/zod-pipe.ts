import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { ApiError } from './api-error';
import { zodDetails } from './zod-errors';

/** Checks every argument whose class was made by `createZodDto`, and gives the handler the parsed value. */
@Injectable()
export class ZodPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    const schema = schemaOf(metatype);
    return schema ? parseWith(schema, value, type === 'body' ? 'body' : 'parameter') : value;
  }
}

/** The parsed value. Throws ApiError 400 with a detail for each problem. */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: 'body' | 'parameter' = 'body',
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiError(400, zodDetails(parsed.error, value, place));
}

function schemaOf(metatype: ArgumentMetadata['metatype']): z.ZodType | undefined {
  if (typeof metatype !== 'function' || !('isZodDto' in metatype) || !('schema' in metatype)) return undefined;
  return metatype.schema as z.ZodType;
}
