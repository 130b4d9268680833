/** A lifecycle configuration as it is kept, and how it came to be so before a world began. */
import type { NotebookInstanceLifecycleHook, Tag, UpdateNotebookInstanceLifecycleConfigInput } from '@aws-sdk/client-sagemaker';
import { recorded } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { arnOf, nameFrom } from './requests.ts';

export type Hooks = Pick<UpdateNotebookInstanceLifecycleConfigInput, 'OnCreate' | 'OnStart'>;
export interface Kept extends Hooks {
  readonly NotebookInstanceLifecycleConfigName: string;
  readonly NotebookInstanceLifecycleConfigArn: string;
  readonly CreationTime: Date;
  readonly LastModifiedTime: Date;
  readonly Tags?: Tag[] | undefined;
}
/** In clear text. null = it is taken away. */
interface Scripts {
  readonly OnCreate?: string | null | undefined;
  readonly OnStart?: string | null | undefined;
}
interface Past extends Scripts {
  readonly ago: number;
  readonly by: string;
  readonly untold?: boolean | undefined;
}
export interface GivenLifecycleConfig extends Scripts {
  readonly NotebookInstanceLifecycleConfigName: string;
  readonly CreationTime: Date;
  readonly createdBy?: string | undefined;
  readonly updates?: readonly Past[] | undefined;
}
const hook = (script: string | null): NotebookInstanceLifecycleHook[] =>
  script === null ? [] : [{ Content: Buffer.from(script).toString('base64') }];
export const hooks = ({ OnCreate, OnStart }: Scripts): Hooks => ({
  ...(OnCreate !== undefined && { OnCreate: hook(OnCreate) }),
  ...(OnStart !== undefined && { OnStart: hook(OnStart) }),
});
export const updated = (is: Kept, { OnCreate = is.OnCreate, OnStart = is.OnStart }: Hooks, LastModifiedTime: Date): Kept => ({
  ...is,
  ...{ OnCreate, OnStart, LastModifiedTime },
});

export const newborn = (
  habitat: Habitat,
  { OnCreate = [], OnStart = [], ...input }: UpdateNotebookInstanceLifecycleConfigInput,
  at: Date,
): Kept => {
  const name = nameFrom(input.NotebookInstanceLifecycleConfigName, 'notebookInstanceLifecycleConfigName');
  return {
    NotebookInstanceLifecycleConfigName: name,
    NotebookInstanceLifecycleConfigArn: arnOf(habitat, 'notebook-instance-lifecycle-config', name),
    ...{ OnCreate, OnStart, CreationTime: at, LastModifiedTime: at },
  };
};

/** As it is now, when CloudTrail was told of its past. */
export function withPast(habitat: Habitat, { CreationTime, createdBy = 'user/owner', updates = [], ...given }: GivenLifecycleConfig): Kept {
  const { NotebookInstanceLifecycleConfigName, ...scripts } = given;
  const asked = (is: Scripts) => ({ NotebookInstanceLifecycleConfigName, ...hooks(is) });
  let is = newborn(habitat, asked(scripts), CreationTime);
  tell(habitat, 'CreateNotebookInstanceLifecycleConfig', CreationTime, createdBy, asked(scripts));
  for (const { ago, by, untold, ...past } of updates) {
    const at = new Date(habitat.clock.now() - ago);
    is = updated(is, hooks(past), at);
    if (!untold) tell(habitat, 'UpdateNotebookInstanceLifecycleConfig', at, by, asked(past));
  }
  return is;
}

function tell(habitat: Habitat, operation: string, at: Date, by: string, input: object): void {
  const arn = by.startsWith('arn:') ? by : `arn:aws:iam::${habitat.account}:${by}`;
  const told = { name: 'sagemaker', region: habitat.region, operation, input, caller: { arn } };
  habitat.history?.push({ at: at.getTime(), detail: recorded(habitat, told, at) });
}
