import { randomUUID } from 'node:crypto';

/** This process's name in the log: replies come back to it. A restarted gateway is another one. */
export class Instance {
  readonly name: string = randomUUID();
}
