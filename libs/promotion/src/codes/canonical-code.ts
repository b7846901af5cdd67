/**
 * The form in which codes are compared and are unique per application: NFKC, trimmed, upper case. It depends on the
 * platform's Unicode data, so it is computed once, when a code is created, and recorded.
 */
export function canonicalCode(code: string): string {
  return code.normalize('NFKC').trim().toUpperCase().normalize('NFKC');
}
