/**
 * Every service of the cluster: the one list that `npm start`, the end-to-end tests and the spec of docker-compose.yml
 * go by. In the order of starting; the gateway comes last and goes first, since customers' calls enter through it.
 *
 * name: folder under apps/ · port: where it listens by default · schema: its tables, absent when it has none
 * url: the variable that tells other services its address · secrets: what it gets beside the settings all share
 */
export const SERVICES = [
  {
    name: 'management-api',
    port: 8081,
    schema: 'management_api',
    url: 'MANAGEMENT_URL',
    secrets: ['TESSERA_MASTER_KEY', 'TESSERA_ADMIN_PASSWORD'],
  },
  {
    name: 'rule-evaluator',
    port: 8082,
    schema: 'rule_evaluator',
    url: 'EVALUATOR_URL',
    secrets: ['TESSERA_MASTER_KEY'],
  },
  {
    name: 'session-projection',
    port: 8083,
    schema: 'session_projection',
    url: 'SESSION_PROJECTION_URL',
    secrets: ['TESSERA_MASTER_KEY'],
  },
  {
    name: 'profile-projection',
    port: 8084,
    schema: 'profile_projection',
    url: 'PROFILE_PROJECTION_URL',
    secrets: ['TESSERA_MASTER_KEY'],
  },
  {
    name: 'coupon-projection',
    port: 8085,
    schema: 'coupon_projection',
    url: 'COUPON_PROJECTION_URL',
    secrets: ['TESSERA_MASTER_KEY'],
  },
  {
    name: 'campaign-projection',
    port: 8087,
    schema: 'campaign_projection',
    url: 'CAMPAIGN_PROJECTION_URL',
    secrets: ['TESSERA_MASTER_KEY'],
  },
  {
    name: 'webhook-dispatcher',
    port: 8086,
    schema: 'webhook_dispatcher',
    url: 'WEBHOOK_DISPATCHER_URL',
    secrets: ['TESSERA_MASTER_KEY'],
  },
  { name: 'ingestion-gateway', port: 8080, url: 'GATEWAY_URL', secrets: [] },
];

export const GATEWAY = 'ingestion-gateway';
export const EVALUATOR = 'rule-evaluator';
export const ADMIN_EMAIL = 'admin@localhost';

/** The secrets that every service has: the signature of the tokens between them. */
export const SHARED_SECRETS = ['TESSERA_SERVICE_SECRET'];
