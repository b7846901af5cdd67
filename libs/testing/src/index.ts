export { eventually, eventuallyMeets } from './eventually';
export { deleteTopics, dropSchema, services, type Services } from './services';
export { uniqueName } from './unique-name';
