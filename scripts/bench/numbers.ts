/** What is said of many measurements. */

/** The value that this share of all is no greater than. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Three digits that mean something. */
export const three = (value: number): string =>
  value >= 1000
    ? Math.round(value)
        .toString()
        .replaceAll(/\B(?=(\d{3})+$)/g, ',')
    : `${Number(value.toPrecision(3))}`;

/** Progress goes where no result goes. */
const begun = performance.now();
export const progress = (says: string): void => {
  process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${says}\n`);
};
