/** The base group has its application's id: all ids come from one sequence, so no other group can have it. */
export function baseGroupOf(application: bigint): bigint {
  return application;
}
