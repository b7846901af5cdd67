import { ApiError } from '@tessera/service-kit';
import type { FastifyInstance } from 'fastify';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const SAMPLE_MS = 500;

/** Health and metrics must answer when nothing else does. */
const ALWAYS = /^\/(?:health|metrics)(?:\/|$)/;

/**
 * Refuses requests with 503 while the event loop lags: an early no is worth more than a late 504.
 * @returns stops the measuring
 */
export function shedUnderPressure(fastify: FastifyInstance, maxDelayMs: number): () => void {
  if (maxDelayMs === 0) return () => undefined;
  const delay = monitorEventLoopDelay({ resolution: 20 });
  let pressed = false;
  delay.enable();
  const timer = setInterval(() => {
    pressed = delay.mean / 1e6 > maxDelayMs;
    delay.reset();
  }, SAMPLE_MS).unref();
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (pressed && !ALWAYS.test(request.url)) done(ApiError.unavailable('gateway.busy', 'The gateway is overloaded'));
    else done();
  });
  return () => {
    clearInterval(timer);
    delay.disable();
  };
}
