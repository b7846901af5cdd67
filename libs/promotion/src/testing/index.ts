export { given } from './given';
export { Shop, type Decided } from './shop';
export { MemoryState } from './memory-state';
export { deepFreeze } from './deep-freeze';
export * from './entities';
export * from './points';
export * from './read';
export { matching } from './matching';
export { decidedIn, season, seasonShop, type SeasonDecision } from './season';
