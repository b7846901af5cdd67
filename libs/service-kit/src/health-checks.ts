import { Injectable } from '@nestjs/common';

/** What one check found; details are shown to whoever asks, so they hold no secrets. */
export interface Health {
  readonly up: boolean;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly checks: Readonly<Record<string, Health>>;
}

type Check = () => Health | Promise<Health>;

/** A check that takes longer is down: a probe that hangs tells less than one that fails. */
const CHECK_TIMEOUT_MS = 1000;

/** The checks behind `/health/ready`. A service registers one for each thing it cannot work without. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, Check>();
  private accepting = false;

  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Ready as far as the service itself is concerned: set after the start, taken back first when it stops. */
  accept(accepting: boolean): void {
    this.accepting = accepting;
  }

  async report(): Promise<HealthReport> {
    const results = await Promise.all([...this.checks].map(async ([name, check]) => [name, await run(check)] as const));
    const up = this.accepting && results.every(([, health]) => health.up);
    return {
      status: up ? 'up' : 'down',
      checks: Object.fromEntries([...results, ['service', { up: this.accepting }]]),
    };
  }
}

async function run(check: Check): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ up: false, details: { reason: 'no answer' } }), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch (error) {
    return { up: false, details: { reason: error instanceof Error ? error.name : 'failed' } };
  } finally {
    clearTimeout(timer);
  }
}
