export { check, conjuncts, type Checked, type CheckResult } from './check';
export { compile, type Program } from './compile';
export { DEFAULT_LIMITS, type Environment, type Limits } from './environment';
export { CelError, describeError, type ErrorCode, type ExpressionError, type Span } from './error';
export type { Activation } from './frame';
export { HistoryList } from './history';
export { CelMap } from './map';
export type { HistoryWindow, Reads } from './reads';
export { intlTimeZoneOffset, type Ports } from './std/time-zone';
export { compileTemplate, parseTemplate, type Template, type TemplateProgram, type TemplateResult } from './template';
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
  STRING,
  TIMESTAMP,
  TYPE,
  typeName,
  UINT,
  type Type,
} from './type';
export { childrenOf, type Typed } from './typed';
export { CelObject, Duration, Timestamp, TypeValue, Uint, type CelValue, type Result } from './value';
