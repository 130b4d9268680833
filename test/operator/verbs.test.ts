import { verbsContract } from './contract.ts';
import { Counter } from './desk.ts';

verbsContract('in memory', (p) => new Counter(p));
