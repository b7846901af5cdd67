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
