export type { AbsentOperation } from './absent';
export { ApiError, messageOf, type ErrorBody, type ErrorDetail } from './api-error';
export { bootstrap, createService, type Prepare } from './bootstrap';
export { Clock, SystemClock } from './clock';
export { ApiErrorFilter, sendError, toApiError } from './error-filter';
export { bodyBytes, serviceAdapter } from './fastify';
export { HealthChecks, type Health, type HealthReport } from './health-checks';
export { BODY_LIMIT_BYTES, MAX_DEPTH, parseJson } from './json-body';
export { Lifecycle, STOP_STAGES, type StopStage } from './lifecycle';
export { createLogger, LOGGER, type Logger, type LoggerOptions, maskSecrets } from './logger';
export { Metrics } from './metrics';
export { PAGE_SIZE_LIMIT, pageBounds, type PageBounds, SKIP_LIMIT } from './page-bounds';
export { CallingService, ServiceGuard } from './service-guard';
export { type ServiceClaims, ServiceTokens } from './service-token';
export { ServiceModule, type ServiceOptions } from './service.module';
export {
  databaseSettings,
  flag,
  kafkaSettings,
  loadSettings,
  serviceSettings,
  serviceUrl,
  SettingsError,
} from './settings';
export { shapeReader } from './shape-reader';
export { zodDetails } from './zod-errors';
export { parseWith, ZodPipe } from './zod-pipe';
