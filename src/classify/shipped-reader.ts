import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader } from '../domain/reading.js';
import { readModel, TASKS } from './linear/model-file.js';
import { Meanings, type MeaningsOptions } from './meaning.js';
import { packageRoot } from './package-root.js';
import { LinearReader, type Heads } from './reader.js';
import { readTaxonomy, type Taxonomy } from './topics/taxonomy.js';

export interface ReaderOptions extends Pick<MeaningsOptions, 'precision' | 'onFallback'> {
  /** Folder of the shipped models; the package's own when not given. */
  readonly models?: string;
  /** The taxonomy file; the package's own when not given. */
  readonly taxonomy?: string;
  /** A model file whose head answers for its task, in place of the shipped one. */
  readonly model?: string;
  /** False: no second stage. */
  readonly deep?: boolean;
}

/**
 * The reader of this installation. Nothing is loaded until it is first used, the encoder of the
 * second stage not before a text needs it.
 *
 * @throws ModelFileError, TaxonomyError on first use, if a file is missing or cannot be used
 */
export function loadReader(options: ReaderOptions = {}): Reader {
  let loaded: LinearReader | undefined;
  const reader = (): LinearReader => (loaded ??= load(options));
  return {
    get model() {
      return reader().model;
    },
    read: async (inputs) => reader().read(inputs),
  };
}

function load(options: ReaderOptions): LinearReader {
  const shipped = shippedHeads(options.models);
  const given = options.model === undefined ? null : readModel(options.model);
  const heads = given === null ? shipped : { ...shipped, [given.header.task]: [given] };
  return new LinearReader({
    heads,
    taxonomy: loadTaxonomy(options.taxonomy),
    meanings: options.deep === false ? null : new Meanings({ precision: 'int8', ...options }),
  });
}

/** File names of the heads of a task: the English one, then that of the other languages. */
const SHIPPED = ['', '-european'];

/** @throws ModelFileError if there is none for complaint, or one cannot be used */
export function shippedHeads(dir = join(packageRoot(), 'config', 'models')): Heads {
  const heads: Heads = {};
  for (const task of TASKS) {
    const files = SHIPPED.map((suffix) => join(dir, `${task}${suffix}.bin`));
    const there = files.filter(
      (file, at) => (task === 'complaint' && at === 0) || existsSync(file),
    );
    if (there.length > 0) heads[task] = there.map((file) => readModel(file));
  }
  return heads;
}

/** @throws TaxonomyError if the file is missing or cannot be used */
export function loadTaxonomy(file = join(packageRoot(), 'config', 'taxonomy.yaml')): Taxonomy {
  return readTaxonomy(file);
}
