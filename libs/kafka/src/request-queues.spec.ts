import RequestQueue from 'kafkajs/src/network/requestQueue';
import { connect } from './connect';

/** A queue as kafkajs makes it for a connection that sends one request at a time. */
const newQueue = () =>
  new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 30_000,
    clientId: 'a',
    broker: 'b',
    logger: { debug: () => undefined },
  });

const request = (correlationId: number, sendRequest: () => void) => ({
  entry: { correlationId, resolve: () => undefined, reject: () => undefined },
  expectResponse: true,
  sendRequest,
});

beforeEach(() => {
  jest.useFakeTimers();
  connect({ brokers: 'localhost:1', clientId: 'a', topicPrefix: '' });
});

afterEach(() => jest.useRealTimers());

describe('trap 22: the queue of a connection', () => {
  it('sets no timer while nothing waits', () => {
    newQueue().checkPendingRequests();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what waits for the end of a throttling', () => {
    const queue = newQueue();
    const sent = jest.fn();
    queue.maybeThrottle(500);
    queue.push(request(1, sent));
    jest.advanceTimersByTime(499);
    expect(sent).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2);
    expect(sent).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
