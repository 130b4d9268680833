/** Everything that is repaired, on one page; and which service of AWS has a part in what. */
import type { AnyRemediation } from '../../src/engine/remediation.ts';
import { code, GENERATED, said, trigger } from './pages.ts';
import { acting, looking } from './permissions.ts';
import { byFamily } from './scan.ts';

/** As AWS writes them. By the name that events and actions have, or by the type of the subject where a service has many. */
const SERVICES: Readonly<Record<string, string>> = {
  'AWS API Call via CloudTrail': 'AWS CloudTrail',
  cloudtrail: 'AWS CloudTrail',
  codeartifact: 'AWS CodeArtifact',
  codebuild: 'AWS CodeBuild',
  codedeploy: 'AWS CodeDeploy',
  codepipeline: 'AWS CodePipeline',
  codeconnections: 'AWS CodeConnections',
  'codestar-connections': 'AWS CodeConnections',
  config: 'AWS Config',
  ecr: 'Amazon ECR',
  guardduty: 'Amazon GuardDuty',
  iam: 'AWS IAM',
  inspector2: 'Amazon Inspector',
  kms: 'AWS KMS',
  s3: 'Amazon S3',
  securityhub: 'AWS Security Hub',
  ssm: 'AWS Systems Manager',
  'AWS::SageMaker::Endpoint': 'SageMaker endpoints',
  'AWS::SageMaker::NotebookInstance': 'SageMaker notebook instances',
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': 'SageMaker notebook instances',
  'AWS::SageMaker::ModelPackageGroup': 'SageMaker Model Registry',
  'AWS::SageMaker::ModelPackage': 'SageMaker Model Registry',
  'AWS::SageMaker::TrainingJob': 'SageMaker training jobs',
  'AWS::SageMaker::ProcessingJob': 'SageMaker processing jobs',
  'AWS::SageMaker::TransformJob': 'SageMaker transform jobs',
  'AWS::SageMaker::HyperParameterTuningJob': 'SageMaker hyperparameter tuning jobs',
  'AWS::SageMaker::AutoMLJob': 'SageMaker AutoML jobs',
  // What a role is judged by is what runs as it.
  'AWS::IAM::Role': 'SageMaker models, endpoint configurations and jobs',
};
function nameOf(service: string, { kind }: AnyRemediation): string {
  const bare = service.replace(/^aws\./, '');
  const name = SERVICES[service] ?? SERVICES[bare === 'sagemaker' ? `${kind.types[0]}` : bare];
  if (!name) throw new Error(`scripts/generate/overview.ts has no name for ${service} (${kind.types[0]}).`);
  return name;
}

/** Each service with a violation's part in it. */
function servicesOf(r: AnyRemediation): Readonly<Record<'tells' | 'shows' | 'changes', ReadonlySet<string>>> {
  const told = r.triggers.map(({ source, detailType }) => (detailType in SERVICES ? detailType : source));
  const from = (statements: readonly { readonly Action: readonly string[] }[]) =>
    statements.flatMap((s) => s.Action).map((action) => `${action.split(':')[0]}`);
  const set = (services: readonly string[]) => new Set(services.map((service) => nameOf(service, r)));
  return { tells: set(told), shows: set(from(looking([r.kind]))), changes: set(from(acting(r))) };
}

function services(all: readonly AnyRemediation[]): string {
  const parts = all.map((r) => ({ id: r.id, ...servicesOf(r) }));
  const names = [...new Set(parts.flatMap((p) => [...p.tells, ...p.shows, ...p.changes]))].sort();
  const those = (part: 'tells' | 'shows' | 'changes', name: string) => parts.flatMap((p) => (p[part].has(name) ? [p.id] : [])).join(', ');
  const rows = names.map((name) => `| ${name} | ${those('tells', name)} | ${those('shows', name)} | ${those('changes', name)} |`);
  return `| service | tells of | shows what is judged for | is changed for |\n|---|---|---|---|\n${rows.join('\n')}`;
}

function row(r: AnyRemediation): string {
  const { id, title, severity, calls, undos = [], standards, triggers } = r;
  const told = triggers.map((t) => trigger(t).replace(/^- /, '')).join('<br>');
  const back = undos.length > 0 ? `; to put back, also ${code(undos.map(String))}` : '';
  return `| [${id}](runbooks/${id}.md) | ${said(title)} | ${severity} | ${code(standards)} | ${told} | ${code(calls) || 'nothing: it tells'}${back} |`;
}

export function overview(all: readonly AnyRemediation[]): string {
  const families = [...byFamily(all)].map(
    ([family, own]) =>
      `## ${family}\n| violation | what is right | severity | known elsewhere as | told by | what it may call |\n|---|---|---|---|---|---|\n${own.map(row).join('\n')}\n`,
  );
  return `${GENERATED}
# What mlwarden repairs

${all.length} violations. Each observes only, until [policy.yaml](../policy.yaml) says otherwise. What each does step by step, with the effect of each step, what it loses and what puts it back, stands on its own page; which right each takes, in [permissions.md](permissions.md).

${families.join('\n')}
## Services of AWS
${services(all)}
`;
}
