/** A build project in order, and a scene with it. */
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { type BuildProjectState, project } from '../../../src/resources/build-project.ts';

export const resource = project({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Churn-Image');
export const inOrder: BuildProjectState = {
  environment: {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL',
    privilegedMode: false,
    environmentVariables: [{ name: 'TOKEN', type: 'PLAINTEXT', value: 'veiled:x' }],
  },
  clear: { TOKEN: '/mlwarden/codebuild/Churn-Image/TOKEN/x' },
  parameters: {},
  references: {},
  source: { type: 'GITHUB', location: 'https://github.com/acme/churn' },
  secondarySources: [{ type: 'GITHUB', location: 'https://github.com/acme/more', sourceIdentifier: 'more' }],
  exposed: {},
  visibility: 'PRIVATE',
};
export const scene = (remediation: unknown, state: Partial<BuildProjectState>, settings: Json = {}) => ({
  remediation: remediation as AnyRemediation,
  resource,
  state: { ...inOrder, ...state },
  settings,
});
