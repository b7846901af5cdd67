import { CursorInvalid, type Cursors } from '@tessera/postgres';
import { ApiError } from '@tessera/service-kit';

/** The id after which the page begins. Throws ApiError 400 `cursor.invalid` on a cursor that is not of this list. */
export function afterCursor(cursors: Cursors, cursor: string, list: string): string {
  try {
    return cursors.decode(cursor, list)[0] ?? '';
  } catch (error) {
    if (!(error instanceof CursorInvalid)) throw error;
    const source = { parameter: 'cursor' };
    throw new ApiError(400, [{ code: error.code, title: 'The cursor is not one of this list', source }]);
  }
}
