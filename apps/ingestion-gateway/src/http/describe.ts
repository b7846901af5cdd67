import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { Accepted, ErrorBody } from './dto';

const ERRORS: readonly (readonly [status: number, description: string])[] = [
  [400, 'Invalid; `errors` says what and where'],
  [401, 'No valid key'],
  [403, 'The key does not have the scope'],
  [429, 'Too many requests; try again after Retry-After'],
  [503, 'Nothing was recorded; try again after Retry-After'],
];

const described = (status: number, description: string) => ApiResponse({ status, description, type: ErrorBody });

const header = (name: string, description: string) => ApiHeader({ name, description, required: false });

const REQUEST_HEADERS = [
  header('X-Tessera-Min-Catalog', 'The catalog version to judge by at least; 409 if it is not here within a second'),
];

const WRITE_HEADERS = [
  ...REQUEST_HEADERS,
  header('Idempotency-Key', 'At most 255 characters: within 24 hours the same key has the same answer'),
  header(
    'Prefer',
    '`wait=0.3`: answer 504 after that time. `respond-async`: answer 202, where there is one, as soon as it is recorded',
  ),
  header('X-Tessera-Occurred-At', 'When it happened, as RFC 3339; for keys with the scope import'),
];

/** The documentation that every operation shares. */
export const DescribesCall = () =>
  applyDecorators(ApiSecurity('ApiKey-v1'), ...ERRORS.map(([status, text]) => described(status, text)));

export const DescribesRead = () =>
  applyDecorators(
    DescribesCall(),
    ...REQUEST_HEADERS,
    header('X-Tessera-Token', 'The token of an answer: what is shown is at least as new'),
    DescribesMissing(),
  );

export const DescribesMissing = () => described(404, 'Not there, or not in this application');

export const DescribesWrite = () =>
  applyDecorators(
    DescribesCall(),
    ...WRITE_HEADERS,
    described(409, 'The catalog version is not here yet'),
    described(413, 'The body is larger than 256 KB'),
    described(415, 'Not JSON, or compressed'),
    described(422, 'The Idempotency-Key was used for another request'),
    described(504, 'The outcome is not known; sending it again with the same key is safe'),
  );

/** For writes that need not be waited for. */
export const DescribesAcceptance = () =>
  ApiResponse({ status: 202, description: 'Recorded, with `Prefer: respond-async`', type: Accepted });

export const DescribesSilence = () => ApiNoContentResponse({ description: 'Decided; `silent=yes`' });
