import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { BatchContext } from './batch-context';
import { BATCH } from './batch-handler';
import { GroupConsumer, type GroupConsumerOptions } from './group-consumer';
import type { LogRecord } from './log';

/**
 * Nest's way to batches: `app.connectMicroservice({ strategy: new BatchStrategy(options) })`. Handlers are marked with
 * @BatchHandler(topic), or @EventPattern(topic, BATCH), and get `(records, context)`. What they throw makes the batch come
 * again, from the last resolved record.
 */
export class BatchStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = BATCH;
  /** Positions, lag, pausing and seeking from outside of handlers. */
  readonly consumer: GroupConsumer;

  constructor(options: GroupConsumerOptions) {
    super();
    this.consumer = new GroupConsumer(options);
  }

  /** Starts to read all topics that have handlers. Answers an error when there is none, or two for one topic. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      this.assertHandlers();
      await this.consumer.start([...this.messageHandlers.keys()], (records, context) => this.call(records, context));
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Waits for the handlers that run, then leaves the group. */
  async close(): Promise<void> {
    await this.consumer.stop();
  }

  override on(): never {
    throw new Error('this transport has no events of its own: use unwrap()');
  }

  override unwrap<T>(): T {
    return this.consumer.unwrap() as T;
  }

  private assertHandlers(): void {
    if (this.messageHandlers.size === 0) throw new Error('no batch handlers: is the controller in the module?');
    const doubled = [...this.messageHandlers].filter(([, handler]) => handler.next).map(([topic]) => topic);
    if (doubled.length > 0) throw new Error(`more than one handler for ${doubled.join(', ')}`);
  }

  private async call(records: readonly LogRecord[], context: BatchContext): Promise<void> {
    try {
      const result: unknown = await this.handler(context.topic)(records, context);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (error) {
      throw error instanceof Error ? error : new Error(`handler of ${context.topic}: ${JSON.stringify(error)}`);
    }
  }

  private handler(topic: string): MessageHandler {
    const handler = this.messageHandlers.get(topic);
    if (!handler) throw new Error(`no handler for ${topic}`);
    return handler;
  }
}
