/** The operator's door: anybody who may invoke it reads and pauses; who proves his role may do what policy lets it. */
import { operator } from '../office.ts';

export const handler = operator;
