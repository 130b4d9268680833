/** What of S3 a description names: of a job, a model, an endpoint configuration, whatever members it has. */
import { below, placeOf, placesIn, shared } from './s3-place.ts';

/** Places, as `placeOf` has them. `unclear`: why what is named is not all that is read or written. */
export interface Named {
  readonly reads: string[];
  readonly writes: string[];
  readonly unclear: string[];
}

/** Members below which the service, or what it runs, writes; all else it reads. */
const WRITTEN = /Output|Destination|Failure|Checkpoint|Debug|Profiler|TensorBoard/;
/** Written first and read again: checkpoints by the job that goes on, what a query gives by the job that asked for it. */
const BOTH = /Checkpoint|DatasetDefinition/;
/** What became of it. */
const TOLD = /(Reason|Message|Transitions|Artifacts)$/;
const URI = /^(s3|https):\/\//;

/** What whoever starts it writes there is its own affair, whatever it is called. */
const FREE = /\.(Environment|HyperParameters|ContainerArguments|ContainerEntrypoint)\b/;

interface Walk {
  /** Every member on the way to it, and itself. */
  readonly path: string;
  readonly name: string;
  readonly into: Named;
}

function take({ path, name, into }: Walk, uri: string): void {
  const place = placeOf(uri);
  if (place === undefined) {
    into.unclear.push(`${name} names ${uri.slice(0, 200)}, which is not the plain name of a bucket`);
    return;
  }
  const written = WRITTEN.test(path);
  if (written) into.writes.push(shared(below(place), name));
  if (!written || BOTH.test(path)) into.reads.push(shared(place, name));
}

/** A member of S3's holds a URI and nothing else. Any other text may name some, and nobody knows what for. */
function read(walk: Walk, value: string): void {
  const { path, name, into } = walk;
  if (URI.test(value) && !FREE.test(path) && /\.[^.]*(S3|ModelDataUrl)[^.]*$/.test(path)) take(walk, value);
  else
    for (const place of placesIn(value)) {
      into.reads.push(shared(place, name));
      into.writes.push(shared(place, name));
    }
}

function visit(walk: Walk, value: unknown): void {
  const { path, name, into } = walk;
  if (TOLD.test(path) && !FREE.test(path)) return;
  if (path.endsWith('.S3DataType') && /Manifest/.test(String(value))) into.unclear.push(`${name} reads what a manifest lists`);
  else if (path.endsWith('.ModelPackageName')) into.unclear.push(`${name} is of ${value}, which says where its data are`);
  else if (typeof value === 'string') read(walk, value);
  else if (Array.isArray(value)) for (const one of value) visit(walk, one);
  else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    if (path.endsWith('.AsyncInferenceConfig')) into.unclear.push(`${name} serves asynchronously: where its input is, each request says`);
    for (const [member, one] of Object.entries(value)) visit({ ...walk, path: `${path}.${member}` }, one);
  }
}

/** `name`: of what is described. */
export function namedIn(description: object, name: string): Named {
  const into: Named = { reads: [], writes: [], unclear: [] };
  visit({ path: '', name, into }, description);
  return into;
}
