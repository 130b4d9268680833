/** Where in S3 a description points: a bucket and the beginning of its keys. */

/** Names end so where they are no bucket's, but of an access point or a directory bucket, which policies know by other ARNs (S3 user guide, "Bucket naming rules"). */
const RESERVED = /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;
/** Some in us-east-1 are older than the rules: capitals, underscores, up to 255 characters (S3 user guide, the same page). */
const URI = /^s3:\/\/([A-Za-z0-9._-]{3,255})(?:\/(.*))?$/s;
/** What means more than itself in an ARN of a policy or in `StringLike` (IAM guide, "Policy variables"), or may not stand in a policy that IAM is sent. */
const SPECIAL = /[*?]|\$\{|[^ -~]/;

/** `bucket/beginning`, up to the first character that a policy could not say; undefined where the URI is of no bucket. */
export function placeOf(uri: string): string | undefined {
  const [, bucket = '', key = ''] = URI.exec(uri) ?? [];
  if (bucket === '' || RESERVED.test(bucket)) return undefined;
  return `${bucket}/${key.split(SPECIAL)[0]}`;
}

/** What is written goes below it. */
export const below = (place: string): string => (place.endsWith('/') ? place : `${place}/`);

/** SageMaker and its SDK call a job by a name with a time in it, and a directory by the job: the next one has another. */
const ONE_OF_MANY = /\d{4}/;
/** The place without a directory that only this one of many has. */
export function shared(place: string, name: string): string {
  const at = ONE_OF_MANY.test(name) ? `${place}/`.indexOf(`/${name}/`) : -1;
  return at < 0 ? place : place.slice(0, at + 1);
}

/** Every place that a text names: an argument, a variable, a hyperparameter. */
export const placesIn = (text: string): readonly string[] =>
  (text.match(/s3:\/\/[A-Za-z0-9._-]+(?![A-Za-z0-9._:@*-])(?:\/[^\s"'`,;|<>()[\]{}\\]*)?/g) ?? []).flatMap((uri) => placeOf(uri) ?? []);

/** Of one bucket. More say that each job has its own, and then the next one is not among them. */
const MOST = 5;
const bucketOf = (place: string): string => place.slice(0, place.indexOf('/'));

/** How far all of them begin alike, to the end of a directory: the bucket itself at the least. */
function common([first = '', ...more]: readonly string[]): string {
  const length = Math.min(
    ...more.map((other) => {
      const differs = [...first].findIndex((c, i) => c !== other[i]);
      return differs < 0 ? first.length : differs;
    }),
  );
  return first.slice(0, first.lastIndexOf('/', length - 1) + 1);
}

/** In order, none within another; of a bucket with too many, what they have in common. */
export function settled(places: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const place of [...new Set(places)].toSorted()) {
    const last = all.at(-1);
    if (last === undefined || !place.startsWith(last)) all.push(place);
  }
  return [...Map.groupBy(all, bucketOf).values()].flatMap((of) => (of.length > MOST ? [common(of)] : of));
}

/** Every bucket of them, and how the keys of each begin. */
export const byBucket = (places: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  new Map([...Map.groupBy(places, bucketOf)].map(([bucket, of]) => [bucket, of.map((place) => place.slice(bucket.length + 1))]));
