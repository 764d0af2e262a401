import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = join(import.meta.dirname, 'client/app');

/** One page for every audience: each HTML file of client/app. */
const pages = readdirSync(root)
  .filter((name) => name.endsWith('.html'))
  .map((name) => join(root, name));

/** The addresses under which the server gives the pages out, for the development server too. */
const addresses: Readonly<Record<string, string>> = { '/': '/console.html', '/screen': '/screen.html' };

function pageAddresses(): Plugin {
  return {
    name: 'page-addresses',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
        const isPage =
          request.headers.accept?.includes('text/html') === true && !pathname.startsWith('/api/');
        const page = addresses[pathname] ?? (isPage && !pathname.includes('.') ? '/console.html' : undefined);
        if (page !== undefined) request.url = page + search;
        next();
      });
    },
  };
}

/**
 * The media library brings handlers for every browser family. Ours is Chromium (≥100), and client/live hands the fitting handler in
 * itself, so the built-in choice would only be ballast before the first frame.
 */
function withoutUnusedMediaHandlers(): Plugin {
  const ballast =
    /^\.\/(handlers\/(Chrome111|Chrome74|Firefox120|Safari12|ReactNative106|FakeHandler)|test\/fakeParameters)$/;
  const empty = '\0no-media-handler';
  return {
    name: 'without-unused-media-handlers',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer) =>
      importer?.includes('mediasoup-client/lib/') === true && ballast.test(source) ? empty : null,
    load: (id) => (id === empty ? 'export {};' : null),
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
  plugins: [react(), pageAddresses(), withoutUnusedMediaHandlers(), compressed()],
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
    rolldownOptions: { input: pages },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': backend, '/socket.io': { ...backend, ws: true } },
  },
});
