export { ContractError, type ContractErrorCode } from './contract-error';
export { effectId } from './effect-id';
export { profileKey, requestKey, sessionKey } from './keys';
export { murmur2, murmur2Partition } from './murmur2';
export { decodeReadToken, encodeReadToken, type ReadToken } from './read-token';
export { Topic, type ReceivedRecord } from './topic';
export {
  bulkEvents,
  catalogEvents,
  deadLetters,
  decisions,
  effects,
  integrationEvents,
  integrationReplies,
  subjectKeys,
  topics,
} from './topics';
export type {
  Actor,
  CatalogRecord,
  DeadLetter,
  DeadLetterRecord,
  DecisionRecord,
  EffectGiven,
  EffectRecord,
  Idempotency,
  InboxRecord,
  Reply,
  ReplyRecord,
  Source,
  SubjectKeyGiven,
  SubjectKeyRecord,
} from './generated/records.generated';
