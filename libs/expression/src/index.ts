export { check, conjuncts, type Checked, type CheckResult, type HistoryWindow } from './check';
export { compile, type Activation, type Ports, type Program } from './compile';
export { DEFAULT_LIMITS, type Environment, type Limits } from './environment';
export { CelError, describeError, type ErrorCode, type ExpressionError, type Span } from './error';
export { PastList } from './history';
export { CelMap } from './map';
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
export { CelObject, Duration, Timestamp, TypeValue, Uint, type CelValue, type HistoryList, type Result } from './value';
