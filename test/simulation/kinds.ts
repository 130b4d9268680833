/** One drawer for every kind of the registry: a kind without one cannot be simulated, and that is said at once. */
import { remediations } from '../../src/registry.ts';
import type { Drawn } from './acts.ts';
import { drawBuildProject } from './build-projects.ts';
import type { Draw } from './chance.ts';
import { drawDeploymentGroup } from './deployment-groups.ts';
import { drawEndpoint } from './endpoints.ts';
import { drawExecution } from './executions.ts';
import { drawNotebook } from './notebooks.ts';
import { drawPipeline } from './pipelines.ts';
import { drawRole } from './roles.ts';

const DRAWERS: Readonly<Record<string, (draw: Draw, i: number) => Drawn>> = {
  'AWS::SageMaker::NotebookInstance': drawNotebook,
  'AWS::SageMaker::Endpoint': drawEndpoint,
  'AWS::IAM::Role': drawRole,
  'AWS::CodeBuild::Project': drawBuildProject,
  'AWS::CodePipeline::Pipeline': drawPipeline,
  'AWS::CodePipeline::PipelineExecution': drawExecution,
  'AWS::CodeDeploy::DeploymentGroup': drawDeploymentGroup,
};
export const TYPES = [...new Set(remediations.map(({ kind }) => kind.types[0]))];

export function drawThing(draw: Draw, type: string, i: number): Drawn {
  const drawer = DRAWERS[type];
  if (!drawer) throw new Error(`Nobody has said how to draw a ${type}: see test/simulation/kinds.ts.`);
  return drawer(draw, i);
}
