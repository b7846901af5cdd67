import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import type { AbsentOperation } from './absent';
import { Clock, SystemClock } from './clock';
import { HealthController } from './health';
import { HealthChecks } from './health-checks';
import { Lifecycle } from './lifecycle';
import { createLogger, LOGGER } from './logger';
import { Metrics, MetricsController } from './metrics';
import { ServiceGuard } from './service-guard';
import { ServiceTokens } from './service-token';

/** What a service is made of; `settings` come from `serviceSettings`. */
export interface ServiceOptions {
  /** The project's name, as in logs, metrics and tokens. */
  readonly service: string;
  readonly module: Type | DynamicModule;
  /** What answers 501. */
  readonly absent?: readonly AbsentOperation[];
  readonly settings: {
    readonly HOST: string;
    readonly PORT: number;
    readonly LOG_LEVEL: string;
    readonly TESSERA_SERVICE_SECRET: string;
  };
  /** Where log lines go, if not to standard output. */
  readonly logTo?: DestinationStream;
}

/** Gives every module of a service: Clock, HealthChecks, Lifecycle, LOGGER, Metrics, ServiceTokens, ServiceGuard. */
@Module({})
export class ServiceModule {
  static with({ service, module, settings, logTo }: ServiceOptions): DynamicModule {
    const logger = createLogger({ service, level: settings.LOG_LEVEL, ...(logTo ? { destination: logTo } : {}) });
    const tokens = new ServiceTokens(service, settings.TESSERA_SERVICE_SECRET);
    const providers = [
      HealthChecks,
      ServiceGuard,
      { provide: LOGGER, useValue: logger },
      { provide: Clock, useClass: SystemClock },
      { provide: Lifecycle, useValue: new Lifecycle(logger) },
      { provide: Metrics, useValue: new Metrics(service) },
      { provide: ServiceTokens, useValue: tokens },
    ];
    const controllers = [HealthController, MetricsController];
    return { module: ServiceModule, global: true, imports: [module], controllers, providers, exports: providers };
  }
}
