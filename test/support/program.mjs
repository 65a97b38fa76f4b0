// Runs a program that is written in TypeScript, in a process of its own: node program.mjs FILE …
import { runnerImport } from 'vite';

const [file] = process.argv.slice(2);
await runnerImport(file, { configFile: false, logLevel: 'error' });
