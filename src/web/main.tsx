import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app/mantine.css';
import './app/tokens.css';
import './app/base.css';
import { openLanguage, wantedLanguage } from './language/say.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
await openLanguage(wantedLanguage());
// After the language, so that what a module says while it loads is said in it.
const { App } = await import('./app/app.js');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
