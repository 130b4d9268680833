import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type BuildProjectState, type BuildProjectTable, buildProject } from '../../resources/build-project.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::CodeBuild::Project';
const settings = z.strictObject({});

/** Neither Config nor Security Hub looks at this: the call that does it, each build, and the sweep tell. */
export const remediation: Remediation<BuildProjectState, BuildProjectTable, 'UpdateProjectVisibility', z.infer<typeof settings>> = {
  id: 'build-public',
  family: 'pipelines',
  title: 'The builds of the project are not open to everybody',
  severity: 'critical',
  standards: ['codebuild_project_not_publicly_accessible'],
  triggers: [
    cloudtrail('codebuild', { UpdateProjectVisibility: { type: TYPE, id: 'projectArn' } }),
    stateChange('CodeBuild Build State Change', TYPE, { name: 'project-name' }, 'codebuild'),
  ],
  kind: buildProject,
  calls: ['UpdateProjectVisibility'],
  settings,
  flaw({ visibility }) {
    if (visibility === 'PRIVATE') return undefined;
    return {
      says: `its builds are ${visibility}: everybody may read results, logs and artifacts, those of the past, too`,
      contained: false,
    };
  },
  repair({ visibility, accessRole }, { arn: projectArn }) {
    const open = { projectArn, projectVisibility: visibility as 'PUBLIC_READ', ...(accessRole && { resourceAccessRole: accessRole }) };
    return {
      do: 'step',
      call: { api: 'UpdateProjectVisibility', input: { projectArn, projectVisibility: 'PRIVATE' } },
      effect: 'reversible',
      expect: { visibility: 'PRIVATE' },
      undo: { api: 'UpdateProjectVisibility', input: open },
    };
  },
};
