import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { nonceOf } from './security-headers.js';

const YEAR_MS = 365 * 24 * 3_600_000;
const NOT_BUILT = `<!doctype html>
<html lang="en">
<title>Earshot</title>
<h1>The web pages are not built</h1>
<p>Run <code>npm run build</code>, then load this page again. The API works:
<a href="/api/docs">its documentation</a>.</p>
</html>
`;

/**
 * Serves the web that was built into `folder`. Its files are named by their content, so browsers
 * may keep them; the page itself carries a nonce and is made anew each time.
 */
export function serveWeb(app: NestExpressApplication, folder: string): void {
  const index = join(folder, 'index.html');
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!isPage(request)) return next();
    const page = existsSync(index) ? readFileSync(index, 'utf8') : null;
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(page === null ? 503 : 200)
      .type('html')
      .send((page ?? NOT_BUILT).replaceAll('__CSP_NONCE__', nonceOf(response)));
  });
  app.useStaticAssets(join(folder, 'assets'), {
    prefix: '/assets',
    index: false,
    immutable: true,
    maxAge: YEAR_MS,
  });
  app.useStaticAssets(folder, { index: false, redirect: false });
}

const NO_PAGE = /^\/(api|health|metrics|assets)(\/|$)/;

/** Every address of the web is the one page; a name with an ending is a file. */
function isPage({ method, path }: Request): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return path === '/index.html' || (!NO_PAGE.test(path) && extname(path) === '');
}
