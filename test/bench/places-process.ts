import { PACKAGE_ROOT } from '../../src/settings/package-root.js';
import { recordedTexts, servePlaces } from './places.js';

const [places, posts] = process.argv.slice(2).map(Number);
const { urls } = await servePlaces(recordedTexts(PACKAGE_ROOT), places ?? 1, posts ?? 1);
process.send?.(urls);
// Whoever started this wants it only as long as it lives itself.
process.once('disconnect', () => process.exit());
