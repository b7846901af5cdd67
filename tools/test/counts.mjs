/** Adds up `{ passed, failed }`. */
export const sum = (counts) =>
  counts.reduce((all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed }));

/** The last line of a test run. */
export const lastLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
