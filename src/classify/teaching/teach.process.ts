import { join } from 'node:path';
import { teachable, type UnjudgedText } from '../../domain/teaching.js';
import { readModel } from '../linear/model-file.js';
import { Meanings } from '../meaning.js';
import { packageRoot } from '../package-root.js';
import { leftAlone, someOf } from './anchors.js';
import { knownTexts, taughtBefore } from './known.js';
import { refitted } from './refitted.js';
import { teach, type Teaching } from './teach.js';
import type { Told } from './teacher.js';

const tell = (told: Told): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(told, () => resolve());
  });

/** Learns what it is sent, tells what came of it, and ends; also when nobody listens any more. */
process.once('disconnect', () => process.exit(1));
process.once('message', (teaching: Teaching) => {
  void learn(teaching)
    .catch((error: unknown) =>
      tell({ fault: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.exit(0));
});

async function learn(teaching: Teaching): Promise<void> {
  const { task, unjudged } = teaching;
  const meanings = new Meanings();
  const base = readModel(join(packageRoot(), 'config', 'models', `${task}.bin`));
  const { header } = base;
  const scope = { ...header, several: header.link === 'independent' };
  const again = [
    ...someOf(teachable(scope, taughtBefore(task))),
    ...(await leftAlone(
      base,
      teachable({ ...scope, several: true }, unjudged.map(unlabelled)),
      meanings,
    )),
  ];
  const taught = await teach(teaching, {
    base,
    known: teachable(scope, knownTexts(task)),
    meanings,
    refit: (model, lessons, onProgress) => refitted(model, lessons, again, meanings, onProgress),
    onProgress: (progress) => void tell({ progress }),
  });
  await tell({ taught });
}

/** No label stands in the way of a text that nobody has judged. */
const unlabelled = (text: UnjudgedText) => ({ ...text, labels: [] });
