/** What a side came to, and whether that is what whoever set it up asked for. */
export interface Verdict {
  readonly says: string;
  readonly right: boolean;
}
export interface Probe {
  readonly asked: string;
  readonly peer: Verdict;
  readonly ours: Verdict;
}
