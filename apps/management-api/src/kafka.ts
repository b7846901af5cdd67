import type { KafkaSettings } from '@tessera/kafka';
import type { Settings } from './settings';

export function kafkaOf(settings: Settings): KafkaSettings {
  return { brokers: settings.KAFKA_BROKERS, clientId: 'management-api', topicPrefix: settings.TOPIC_PREFIX };
}
