// Runs a thread's program that is written in TypeScript; it may import more while it runs: FILE
import { createServer } from 'vite';

const [file] = process.argv.slice(2);
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
await server.ssrLoadModule(file);
