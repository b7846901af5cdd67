export { ContractError, type ContractErrorCode } from './contract-error';
export { effectId } from './effect-id';
export { profileKey, requestKey, sessionKey } from './keys';
export { LastDecisions } from './last-decisions';
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
  type TopicDescription,
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
  SealedValue,
  Source,
  SubjectKeyGiven,
  SubjectKeyRecord,
  Value,
} from './generated/records.generated';
export { asyncApi } from './asyncapi';
export { registryAnswers } from './registry-answers';
export { type Personal } from './sealing/personal';
export { personalSubjects, sealDecision } from './sealing/seal-decision';
export { seal, unseal } from './sealing/seal-value';
export { openSecret, sealSecret, WEBHOOK_HEADER, WEBHOOK_SECRET } from './sealing/secret';
export { newSubjectKey, profileSubject, type SubjectKey, unwrap, wrap, type WrappedKey } from './sealing/subject-key';
