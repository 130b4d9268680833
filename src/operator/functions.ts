/** Which function has which verb: who may only invoke the reader can stop nothing, and what it may itself only reads. */
export const OPERATOR = 'mlwarden-operator';
export const READER = 'mlwarden-reader';

/** The verbs that only read. */
export const READS = ['status', 'list', 'show', 'why', 'exempt list', 'budget show', 'policy explain', 'export', 'uninstall'] as const;

export const onlyReads = (verb: string): boolean => READS.some((name) => name === verb);
export const functionOf = (verb: string): string => (onlyReads(verb) ? READER : OPERATOR);
