import { loadReader } from '../../src/classify/shipped-reader.js';
import { sentimentsOf, trainedBayes } from './read-texts.js';

/** Reads the texts by one way, and tells how much memory that took at most (bytes). */
const [way] = process.argv.slice(2);
const { texts } = sentimentsOf();
const PAGE = 100;

if (way === 'bayes') {
  const bayes = trainedBayes();
  for (const { text } of texts.slice(0, 500)) bayes.classify(text);
} else {
  const reader = loadReader();
  for (let from = 0; from < texts.length; from += PAGE)
    await reader.read(texts.slice(from, from + PAGE).map(({ text }) => ({ text })));
}
process.send?.(process.resourceUsage().maxRSS * 1024);
process.disconnect?.();
