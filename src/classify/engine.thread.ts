/** The thread that reads; see `EngineInThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { ReadingEngine, type EngineOptions } from './engine.js';
import type { Asked, Said } from './engine-thread.js';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
const tell = (said: Said): void => parentPort?.postMessage(said);
const engine = new ReadingEngine(workerData as EngineOptions, (warning) => tell({ warning }));

async function answerTo(asked: Asked): Promise<Said> {
  const { id } = asked;
  try {
    if ('read' in asked) return { id, reads: await engine.read(asked.read) };
    await engine.use(asked.use);
    return { id, model: engine.model };
  } catch (error) {
    return { id, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

parentPort?.on('message', (asked: Asked) => {
  void answerTo(asked).then(tell);
});
