export { askedLast, check, conjuncts, type Checked, type CheckResult } from './check';
export { compile, type Program } from './compile';
export { boundOf, constraintsOf, equivalentOf, type Bound, type Constraint, type OneOf } from './constraints';
export { DEFAULT_LIMITS, type Environment, type Limits } from './environment';
export { CelError, describeError, type ErrorCode, type ExpressionError, type Span } from './error';
export { fingerprint } from './fingerprint';
export type { Activation } from './frame';
export { HistoryList } from './history';
export type { Key } from './key';
export { CelMap } from './map';
export { EACH, readKeys, type Path } from './path';
export type { HistoryWindow, Reads } from './reads';
export { intlTimeZoneOffset, type Ports } from './std/time-zone';
export { compileTemplate, parseTemplate, type Template, type TemplateProgram, type TemplateResult } from './template';
export { trace, type Trace } from './trace';
export {
  BOOL,
  BYTES,
  DECIMAL,
  DOUBLE,
  DURATION,
  DYN,
  historyOf,
  INT,
  listOf,
  mapOf,
  NULL,
  objectOf,
  SET,
  STRING,
  TIMESTAMP,
  TYPE,
  typeName,
  UINT,
  type Type,
} from './type';
export { childrenOf, type Typed } from './typed';
export { CelObject, CelSet, Duration, Timestamp, TypeValue, Uint, type CelValue, type Result } from './value';
