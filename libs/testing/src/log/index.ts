export { fold, type Folded, type Told } from './fold';
export { fields, list, long, text, type Fields } from './record';
