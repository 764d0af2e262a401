import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = join(import.meta.dirname, 'client/app');

/** One page for every audience: each HTML file of client/app. Those on weak lines are drawn by Preact. */
const isSmall = (name: string) =>
  ['screen.html', 'phone.html', 'watch.html', 'big-screen.html', 'replay.html'].includes(name);
const pages = readdirSync(root).filter((name) => name.endsWith('.html'));
const inputOf = (names: readonly string[]) => names.map((name) => join(root, name));

/** The addresses under which the server gives the pages out, for the development server too. */
const addresses: Readonly<Record<string, string>> = {
  '/': '/console.html',
  '/screen': '/screen.html',
  '/watch': '/watch.html',
  '/phone': '/phone.html',
  '/big-screen': '/big-screen.html',
};

function pageAddresses(): Plugin {
  return {
    name: 'page-addresses',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
        const isPage =
          request.headers.accept?.includes('text/html') === true && !/^\/(api\/|auth\/|docs$)/.test(pathname);
        const page =
          addresses[pathname] ??
          (pathname.startsWith('/replay/') ? '/replay.html' : undefined) ??
          (isPage && !pathname.includes('.') ? '/console.html' : undefined);
        if (page !== undefined) request.url = page + search;
        next();
      });
    },
  };
}

/**
 * What libraries bring and no page of ours uses, so that the large screen's first frame does not wait for it:
 * - handlers of browser families, among which the library would choose: client/live hands the fitting one in itself;
 * - data channels: what is not media goes over the signalling line;
 * - logging for their developers;
 * - the writing of JSON schemas, which happens at the server's end only.
 */
function withoutBallast(): Plugin {
  const handlers =
    /^\.\/(DataProducer|DataConsumer|handlers\/(Chrome111|Chrome74|Firefox120|Safari12|ReactNative106|FakeHandler)|test\/fakeParameters)$/;
  const schemas = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;
  const quiet = '\0quiet';
  const empty = '\0empty';
  return {
    name: 'without-ballast',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === 'debug') return quiet;
      return importer?.includes('mediasoup-client/lib/') === true && handlers.test(source) ? empty : null;
    },
    load(id) {
      if (id === quiet)
        return 'const log = () => undefined; export default () => Object.assign(() => undefined, { log });';
      if (id === empty) return 'export {};';
      return schemas.test(id) ? namesOnly(readFileSync(id, 'utf8')) : null;
    },
  };
}

/**
 * Preact in React's place for the pages on weak lines: a third less before their first frame. They are a build of their own, since what
 * they share with the console (client/ui) is drawn by React there. The development server gives React to all.
 */
function preactForSmallPages(): Plugin {
  const stands = new Map([
    ['react', 'preact/compat'],
    ['react-dom', 'preact/compat'],
    ['react-dom/client', 'preact/compat/client'],
    ['react/jsx-runtime', 'preact/jsx-runtime'],
  ]);
  return {
    name: 'preact-for-small-pages',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'small',
    resolveId(source, importer) {
      const stand = stands.get(source);
      return stand === undefined ? null : this.resolve(stand, importer);
    },
  };
}

/** A module with the same exports that do nothing. */
function namesOnly(source: string): string {
  const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map((match) => match[1]);
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};/gm)].map((match) => match[1]);
  const body = names.map((name) => `export const ${name} = () => () => ({});`);
  return [
    ...body,
    ...renamed.map((name) => `const renamed_${name} = () => ({}); export { renamed_${name} as ${name} };`),
  ].join('\n');
}

/** What a PDF may ask for to be drawn: character maps of Chinese fonts that it does not bring, the standard fonts, decoders of pictures. */
function pdfGround(): Plugin {
  const home = join(import.meta.dirname, 'node_modules/pdfjs-dist');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const at = `assets/pdf/${version}/`;
  const files = ['cmaps', 'standard_fonts', 'wasm'].flatMap((folder) =>
    readdirSync(join(home, folder)).map((name) => `${folder}/${name}`),
  );
  return {
    name: 'pdf-ground',
    // Once: the small pages ask in the same place.
    applyToEnvironment: ({ name }) => name === 'client',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = files.find((each) => request.url === `/${at}${each}`);
        if (file === undefined) return next();
        response.end(readFileSync(join(home, file)));
      });
    },
    generateBundle() {
      for (const file of files)
        this.emitFile({ type: 'asset', fileName: at + file, source: readFileSync(join(home, file)) });
    },
  };
}

/** A replay needs its player's library before anything else can be fetched: asked for with the page instead of after it. */
function playerAhead(): Plugin {
  return {
    name: 'player-ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { path, bundle }) {
        if (!path.endsWith('replay.html')) return;
        const chunk = Object.keys(bundle ?? {}).find((name) => /\/hls\.light-[^/]+\.js$/.test(name));
        return chunk === undefined
          ? []
          : [
              {
                tag: 'link',
                attrs: { rel: 'modulepreload', crossorigin: true, href: `/${chunk}` },
                injectTo: 'head',
              },
            ];
      },
    },
  };
}

/** Compresses once at build, so that the server never does it while a lesson runs. */
function compressed(): Plugin {
  const textual = /\.(js|css|html|svg|json|txt|webmanifest)$/;
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle(options, bundle) {
      for (const name of Object.keys(bundle).filter((each) => textual.test(each))) {
        const file = join(options.dir ?? '', name);
        const plain = readFileSync(file);
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
        };
        writeFileSync(`${file}.br`, brotliCompressSync(plain, { params }));
        writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
      }
    },
  };
}

const backend = { target: 'http://127.0.0.1:8080', changeOrigin: false };

export default defineConfig({
  root,
  base: '/',
  publicDir: false,
  plugins: [
    react(),
    pageAddresses(),
    withoutBallast(),
    preactForSmallPages(),
    playerAhead(),
    pdfGround(),
    compressed(),
  ],
  build: {
    outDir: join(import.meta.dirname, 'dist/client'),
    emptyOutDir: true,
    // The floor of the large screens; the console asks for more but is not hurt by less.
    target: 'chrome100',
    cssTarget: 'chrome100',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: 'es' },
  environments: {
    client: { build: { rolldownOptions: { input: inputOf(pages.filter((name) => !isSmall(name))) } } },
    small: {
      consumer: 'client',
      build: {
        // After the console, beside its files.
        emptyOutDir: false,
        assetsDir: 'assets/small',
        rolldownOptions: { input: inputOf(pages.filter(isSmall)) },
      },
    },
  },
  builder: {
    async buildApp({ environments, build }) {
      for (const environment of Object.values(environments)) await build(environment);
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/recordings': backend,
      '/api': backend,
      '/auth': backend,
      '/device/line': backend,
      '/docs': backend,
      '/openapi.json': backend,
      '/socket.io': { ...backend, ws: true },
    },
  },
});
