// Who may import whom (docs/ARCHITECTURE.md). Type imports count: they are how layers start to leak.
const order = [
  'identity',
  'directory',
  'planning',
  'session',
  'attendance|quality|phone|watch|import|courseware|recording|caption|export|ingest',
  'coverage|research|channel|seal',
  'outbox',
  'open|webhook|xapi',
  'view|supervision',
];
const upward = order.slice(0, -1).map((group, index) => ({
  name: `server-${group.split('|')[0]}-imports-no-higher-module`,
  severity: 'error',
  from: { path: `^server/(${group})/` },
  to: { path: `^server/(${order.slice(index + 1).join('|')})/` },
}));
const peers = order
  .filter((group) => group.includes('|'))
  .map((group) => ({
    name: `server-${group.split('|')[0]}-and-its-peers-are-independent`,
    severity: 'error',
    from: { path: `^server/(${group})/` },
    to: { path: `^server/(${group})/`, pathNot: '^server/$1/' },
  }));
const rule = (name, from, to) => ({ name, severity: 'error', from, to });
module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }),
    rule('no-unresolvable', {}, { couldNotResolve: true }),
    rule(
      'shared-imports-zod-only',
      { path: '^shared/', pathNot: '\\.test\\.ts$' },
      { pathNot: '^(shared/|node_modules/zod/)' },
    ),
    rule(
      'sfu-imports-shared-and-mediasoup',
      { path: '^sfu/', pathNot: '\\.test\\.ts$' },
      { path: '^(server|client|test)/' },
    ),
    rule(
      'sfu-has-one-library',
      { path: '^sfu/', pathNot: '\\.test\\.ts$' },
      {
        pathNot: '^(shared/|sfu/|server/|client/|test/|node_modules/mediasoup/)',
        dependencyTypesNot: ['core'],
      },
    ),
    rule(
      'only-sfu-imports-mediasoup',
      { path: '^(server|client|shared)/' },
      { path: '^node_modules/mediasoup/' },
    ),
    rule(
      'server-sees-only-the-sfu-door',
      { path: '^server/' },
      { path: '^sfu/', pathNot: '^sfu/(index|types)\\.ts$' },
    ),
    rule('client-imports-shared-only', { path: '^client/' }, { path: '^(server|sfu)/' }),
    rule('server-never-imports-client', { path: '^(server|sfu|shared)/' }, { path: '^client/' }),
    rule(
      'nothing-imports-test',
      { path: '^(server|sfu|shared|client)/', pathNot: '\\.test\\.tsx?$' },
      { path: '^test/' },
    ),
    rule(
      'client-live-has-no-react',
      { path: '^client/live/' },
      {
        path: '^(node_modules/(react|react-dom|antd|@ant-design)/|client/(big-screen|console|screen|phone|watch|replay|ui)/)',
      },
    ),
    rule(
      'large-screen-phone-and-watch-have-no-antd',
      { path: '^client/(big-screen|screen|phone|watch|replay|ui)/' },
      { path: '^node_modules/(antd|@ant-design)/' },
    ),
    rule(
      'screens-do-not-import-each-other',
      { path: '^client/(big-screen|console|screen|phone|watch|replay)/' },
      { path: '^client/(big-screen|console|screen|phone|watch|replay)/', pathNot: '^client/$1/' },
    ),
    rule(
      'rules-are-pure',
      { path: '^server/.+\\.rules\\.ts$' },
      { pathNot: '^(shared/|server/.+\\.(rules|types)\\.ts$|node_modules/(opencc-js|pinyin-pro)/)' },
    ),
    rule(
      'only-platform-constructs-technology',
      { path: '^server/(?!platform/)', pathNot: '\\.test\\.ts$' },
      {
        path: '^node_modules/(socket\\.io|express|better-sqlite3|pg|pino|redis)/',
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'platform-knows-no-teaching',
      { path: '^server/platform/', pathNot: '\\.test\\.ts$' },
      { path: '^(server/(?!platform/)|sfu/|shared/(?!kernel/|wire/|text/))' },
    ),
    rule(
      'stores-stay-in-their-module',
      { path: '^server/([^/]+)/' },
      { path: '^server/[^/]+/[^/]+\\.store\\.ts$', pathNot: '^server/$1/' },
    ),
    ...upward,
    ...peers,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
