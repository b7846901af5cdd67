/** The part of kafkajs 2.2.4 that `coordinators.ts` stands in for. */
declare module 'kafkajs/src/cluster' {
  interface Question {
    readonly groupId: string;
    readonly coordinatorType: number;
  }

  const Cluster: {
    readonly prototype: { findGroupCoordinatorMetadata: (this: object, question: Question) => Promise<unknown> };
  };

  export = Cluster;
}

/** The part of kafkajs 2.2.4 that `request-queues.ts` stands in for, and what its spec asks of it. */
declare module 'kafkajs/src/network/requestQueue' {
  interface PushedRequest {
    readonly entry: { readonly correlationId: number; readonly resolve: () => void; readonly reject: () => void };
    readonly expectResponse: boolean;
    readonly sendRequest: () => void;
  }

  class RequestQueue {
    constructor(options: {
      readonly maxInFlightRequests: number;
      readonly requestTimeout: number;
      readonly clientId: string;
      readonly broker: string;
      readonly logger: { readonly debug: () => void };
    });
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    checkPendingRequests(): void;
    maybeThrottle(ms: number): void;
    push(request: PushedRequest): void;
  }

  export = RequestQueue;
}
