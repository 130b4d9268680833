/** A page of the manual. */
export interface Page {
  /** The input's members that are given as bare words; the last one takes all that follow. */
  readonly words: readonly string[];
  /** What the words are called in help, where it is not by their member. */
  readonly called?: Readonly<Record<string, string>>;
  /** The others, with what each is in a few words; `true` = given or not. */
  readonly flags: Readonly<Record<string, string | true>>;
  readonly says: string;
  readonly example: string;
  /** It runs on this machine, and takes of the common options only --json and --help. */
  readonly here?: true;
  /** What the exit codes mean, where they are its own. */
  readonly exits?: string;
}
