/** One worker thread a core, each given one piece of work after the other. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

export interface Shift<Piece, Result> {
  /** Of this module a thread is made. It says something once it is ready, and then answers each piece. */
  readonly worker: URL;
  readonly workerData: unknown;
  /** At most so many threads; default one a core. */
  readonly hands?: number;
  ready?(said: unknown): void;
  /** undefined = there is nothing more to do. */
  next(): Piece | undefined;
  done(result: Result): void;
}

export async function crew<Piece, Result>(shift: Shift<Piece, Result>): Promise<void> {
  const { worker: module, workerData, hands = Number.POSITIVE_INFINITY } = shift;
  const one = async (): Promise<void> => {
    const worker = new Worker(module, { workerData, stdout: true, execArgv: ['--disable-warning=ExperimentalWarning'] });
    try {
      const said = await answer(worker);
      shift.ready?.(said);
      for (let piece = shift.next(); piece !== undefined; piece = shift.next()) {
        worker.postMessage(piece);
        shift.done((await answer(worker)) as Result);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), hands) }, one));
}

const answer = (worker: Worker): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const told = (message: unknown): void => {
      worker.off('error', reject);
      resolve(message);
    };
    worker.once('message', told).once('error', reject);
  });
