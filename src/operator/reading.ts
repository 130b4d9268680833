/** The verbs that only read: the reader's. */
import { budgetShow } from './budget-show.ts';
import { exemptList } from './exempt-list.ts';
import { exportVerb } from './export.ts';
import { list } from './list.ts';
import { policyExplain } from './policy-explain.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { uninstall } from './uninstall.ts';
import type { Verb } from './verb.ts';
import { whyVerb } from './why.ts';

export const reading: readonly Verb[] = [status, list, show, whyVerb, exemptList, budgetShow, policyExplain, exportVerb, uninstall];
