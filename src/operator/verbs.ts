/** Every verb, once, in the order in which help lists them. */
import { approve, deny } from './approve.ts';
import { budgetReset, budgetShow } from './budget.ts';
import { exemptAdd, exemptEnd, exemptList } from './exempt.ts';
import { exportVerb } from './export.ts';
import { extend } from './extend.ts';
import { list } from './list.ts';
import { look } from './look.ts';
import { pause } from './pause.ts';
import { policyExplain } from './policy-explain.ts';
import { resume } from './resume.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { undo } from './undo.ts';
import { uninstall } from './uninstall.ts';
import type { Verb } from './verb.ts';
import { whyVerb } from './why.ts';

export const verbs: readonly Verb[] = [
  status,
  list,
  show,
  whyVerb,
  look,
  pause,
  resume,
  approve,
  deny,
  exemptAdd,
  exemptList,
  exemptEnd,
  extend,
  undo,
  budgetShow,
  budgetReset,
  policyExplain,
  exportVerb,
  uninstall,
];
