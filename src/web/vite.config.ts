import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Run from the repository's root: `vite build --config src/web/vite.config.ts`. */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react()],
  // Files only, no data: urls for scripts or styles: the policy of the page allows neither.
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              // What every page needs, in one file: many small ones pack worse, and change more often.
              name: 'frame',
              test: /node_modules[\\/](?:react|react-dom|scheduler|react-router|react-intl|intl-messageformat|@formatjs|@floating-ui|@tanstack[\\/](?:query-core|react-query))[\\/]/,
            },
            {
              // Parts that several pages use. None of ours: what we say is said when the language is known.
              name: 'parts',
              test: /node_modules[\\/]@(?:mantine|tabler)/,
              minShareCount: 5,
            },
          ],
        },
      },
    },
  },
});
