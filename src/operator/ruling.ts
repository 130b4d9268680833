/** The verbs that change something, if only when somebody looks: the operator's. */
import { approve, deny } from './approve.ts';
import { budgetReset } from './budget-reset.ts';
import { exemptAdd, exemptEnd } from './exempt.ts';
import { extend } from './extend.ts';
import { look } from './look.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';
import { undo } from './undo.ts';
import type { Verb } from './verb.ts';

export const ruling: readonly Verb[] = [look, pause, resume, approve, deny, exemptAdd, exemptEnd, extend, undo, budgetReset];
