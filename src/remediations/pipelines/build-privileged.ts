import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type BuildProjectState, type BuildProjectTable, buildProject } from '../../resources/build-project.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::CodeBuild::Project';
const named = { type: TYPE, id: 'name', answer: 'project.name' };
const settings = z.strictObject({});

/** The environment is written back as a whole with one thing changed: UpdateProject would forget what it is not given. */
export const remediation: Remediation<BuildProjectState, BuildProjectTable, 'UpdateProject', z.infer<typeof settings>> = {
  id: 'build-privileged',
  family: 'pipelines',
  title: 'The builds of the project do not run privileged',
  severity: 'high',
  // CodeBuild.5 is retired: Security Hub sends no finding any more.
  standards: ['codebuild-project-environment-privileged-check', 'ATT&CK T1611'],
  triggers: [
    cloudtrail('codebuild', { CreateProject: named, UpdateProject: named }),
    configRule(TYPE, ['codebuild-project-environment-privileged-check']),
    stateChange('CodeBuild Build State Change', TYPE, { name: 'project-name' }, 'codebuild'),
  ],
  kind: buildProject,
  calls: ['UpdateProject'],
  settings,
  flaw({ environment }) {
    return environment.privilegedMode ? { says: 'its builds run privileged', contained: false } : undefined;
  },
  repair({ environment }, { name }) {
    const less = { ...environment, privilegedMode: false };
    return {
      do: 'step',
      call: { api: 'UpdateProject', input: { name, environment: less } },
      // Running builds go on; but builds to come that start a Docker daemon will fail.
      effect: 'disruptive',
      expect: { environment: less },
      undo: { api: 'UpdateProject', input: { name, environment } },
    };
  },
};
