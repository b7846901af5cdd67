/** Where in a request. `line` and `column` count from 1, `start` is an offset in UTF-16 units, all within the text at the pointer. */
export interface ErrorSource {
  /** A JSON pointer into the body. */
  readonly pointer?: string;
  /** A parameter of the query or the path. */
  readonly parameter?: string;
  readonly line?: number;
  readonly column?: number;
  readonly start?: number;
}

/** One problem of a request; `code` is stable and names the rule, `source` the place in the request. */
export interface ErrorDetail {
  readonly code: string;
  readonly title: string;
  readonly details?: string;
  readonly source?: ErrorSource;
}

/** The one error body of both APIs. */
export interface ErrorBody {
  readonly message: string;
  readonly errors: readonly ErrorDetail[];
  readonly requestId: string;
}

/** An answer that is not a success. Thrown anywhere in a request; the filter turns it into the one error body. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly errors: readonly ErrorDetail[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(errors[0]?.title ?? messageOf(status));
  }

  /** An error with one detail; `pointer` is a JSON pointer into the body. */
  static of(status: number, code: string, title: string, details?: string, pointer?: string): ApiError {
    return new ApiError(status, [
      { code, title, ...(details ? { details } : {}), ...(pointer === undefined ? {} : { source: { pointer } }) },
    ]);
  }

  static invalid(code: string, title: string, pointer?: string, details?: string): ApiError {
    return ApiError.of(400, code, title, details, pointer);
  }

  static notFound(code: string, title: string): ApiError {
    return ApiError.of(404, code, title);
  }

  static conflict(code: string, title: string, details?: string): ApiError {
    return ApiError.of(409, code, title, details);
  }

  static forbidden(code: string, title: string): ApiError {
    return ApiError.of(403, code, title);
  }

  /** One text for every reason: who has no key shall not learn why. */
  static unauthorized(scheme: string): ApiError {
    const error = { code: 'key.invalid', title: 'A valid key is required' };
    return new ApiError(401, [error], { 'www-authenticate': scheme });
  }

  /** Nothing was sent or changed; the same request may be tried again after the given time. */
  static unavailable(code: string, title: string, retryAfterSeconds = 1): ApiError {
    return new ApiError(503, [{ code, title }], { 'retry-after': String(retryAfterSeconds) });
  }

  static tooMany(code: string, title: string, retryAfterSeconds: number): ApiError {
    return new ApiError(429, [{ code, title }], { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) });
  }

  toBody(requestId: string): ErrorBody {
    return { message: messageOf(this.status), errors: this.errors, requestId };
  }
}

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'The request is invalid',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'The request took too long to arrive',
  409: 'Conflict',
  413: 'The request is too large',
  415: 'Unsupported media type',
  422: 'The idempotency key was used for another request',
  429: 'Too many requests',
  431: 'The headers are too large',
  500: 'Internal error',
  501: 'Not implemented',
  503: 'Unavailable, nothing was changed',
  504: 'The outcome is unknown',
};

export function messageOf(status: number): string {
  return MESSAGES[status] ?? `Status ${status}`;
}
