/** What a refusal with this status and code matches, for `toThrow`. */
export function refusal(status: number, code?: string): Error {
  const errors = code === undefined ? {} : { errors: [expect.objectContaining({ code }) as unknown] };
  return expect.objectContaining({ status, ...errors }) as Error;
}
