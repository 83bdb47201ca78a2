/** Builds the explorer into ../static/explorer, where the server finds it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const out = join(import.meta.dirname, '..', 'static', 'explorer');

/**
 * Writes which pages there are (a folder each) and which files each begins with, so that the server answers their paths
 * and no others, and names the files before the browser has found out about them. Its own script and style, not the
 * small ones they share: a browser has six connections, and the document needs some of them.
 */
function pages(): Plugin {
  const folder = join(import.meta.dirname, 'src', 'pages');
  return {
    name: 'pages',
    apply: 'build',
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const files = readdirSync(folder).sort().map((name) => {
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId === join(folder, name, `${name}.tsx`));
        return [name, chunk ? [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])] : []];
      });
      writeFileSync(join(out, 'pages.json'), JSON.stringify(Object.fromEntries(files)));
    },
  };
}

/** Compresses once what would else be compressed at every request. */
function gzipped(): Plugin {
  return {
    name: 'gzipped',
    apply: 'build',
    writeBundle(_, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue;
        const path = join(out, name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: '/',
  plugins: [pages(), gzipped()],
  build: {
    outDir: out,
    emptyOutDir: true,
    assetsDir: 'assets',
    // Small files as data: addresses would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
    target: 'es2022',
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/static': 'http://127.0.0.1:8000' } },
});
