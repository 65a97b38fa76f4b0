#!/usr/bin/env node
/**
 * Completes package-lock.json with the builds of packages for other platforms. `npm install`
 * leaves out those that its registry would not show, a mirror without them for example, and
 * `npm ci` then refuses the lock file everywhere. They are only installed where they fit.
 *
 * node test/bootstrap/complete-lock.mjs [--check]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILE = join(dirname(fileURLToPath(import.meta.url)), '../../package-lock.json');
const lock = JSON.parse(readFileSync(FILE, 'utf8'));

/** `@oxlint/binding-linux-arm-musleabihf` → what npm compares with the machine it installs on. */
function platformOf(name) {
  const found =
    /(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-([a-z0-9]+)(?:-(.*))?$/.exec(
      name,
    );
  if (!found) throw new Error(`the name of ${name} tells no platform: add it by hand`);
  const [, os, cpu, abi = ''] = found;
  const libc = { gnu: 'glibc', mus: 'musl' }[os === 'linux' ? abi.slice(0, 3) : ''];
  return { os: [os], cpu: [cpu], libc: libc && [libc] };
}

/** Where a dependency of a package is looked for, nearest first. */
function* placesOf(path, name) {
  for (
    let folder = path;
    folder;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
  )
    yield `${folder}/node_modules/${name}`;
  yield `node_modules/${name}`;
}

const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies, dev }]) =>
  Object.entries(optionalDependencies ?? {})
    .filter(([name]) => ![...placesOf(path, name)].some((place) => lock.packages[place]))
    .map(([name, version]) => ({ path, name, version, dev })),
);

for (const { path, name, version, dev } of missing) {
  if (!/^\d/.test(version)) throw new Error(`${path} wants ${name} ${version}, no exact version`);
  const { os, cpu, libc } = platformOf(name);
  // In npm's own order, so that its next install changes nothing; what is undefined is not written.
  lock.packages[`node_modules/${name}`] = { version, cpu, dev, libc, optional: true, os };
}

if (process.argv.includes('--check')) {
  for (const { name, version } of missing) process.stdout.write(`${name} ${version}\n`);
  process.exitCode = missing.length > 0 ? 1 : 0;
} else {
  const sorted = Object.entries(lock.packages).sort(([one], [other]) =>
    one.localeCompare(other, 'en'),
  );
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${missing.length} added\n`);
}
