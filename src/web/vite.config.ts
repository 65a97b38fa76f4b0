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
  },
});
