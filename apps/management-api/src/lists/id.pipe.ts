import { Injectable, type PipeTransform } from '@nestjs/common';
import { ApiError } from '@tessera/service-kit';

/** An id in a path. What cannot be an id names nothing, so it is a 404. */
export function idIn(text: string): bigint {
  if (!/^[1-9]\d{0,15}$/.test(text)) throw ApiError.notFound('path.unknown', 'There is nothing with this id');
  return BigInt(text);
}

@Injectable()
export class IdPipe implements PipeTransform<string, bigint> {
  transform(text: string): bigint {
    return idIn(text);
  }
}
