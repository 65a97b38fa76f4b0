import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { PACKAGE_ROOT } from '../settings/package-root.js';
import type { Settings } from '../settings/schema.js';
import { describeApi, DOCS_PATH } from './http/openapi.js';
import { refuseDeepBodies } from './http/deep-bodies.js';
import { securityHeaders } from './http/security-headers.js';
import { serveWeb } from './http/web-pages.js';

/** Where `vite build` puts the web. */
const WEB_FOLDER = join(PACKAGE_ROOT, 'dist', 'web');
const MOST_BYTES = '1mb';
const INTAKE_PATH = '/api/v1/intake/';

/**
 * Dresses the application for the network; the last thing before it listens. What a proxy says of
 * whose request it is, is believed of those in the settings only.
 */
export function configureHttp(
  app: NestExpressApplication,
  { server }: Settings,
  webFolder = WEB_FOLDER,
): void {
  app.disable('x-powered-by');
  app.set('trust proxy', server.trustedProxies);
  app.use(securityHeaders(server.publicUrl?.startsWith('https:') ?? false, DOCS_PATH));
  app.use('/api/v1', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  // As it was sent, for its signature; packed bodies are refused, as nobody sends small things so.
  const isIntake = ({ url = '' }: IncomingMessage): boolean => url.startsWith(INTAKE_PATH);
  app.useBodyParser('raw', { limit: MOST_BYTES, type: isIntake, inflate: false });
  app.useBodyParser('json', { limit: MOST_BYTES });
  app.use(refuseDeepBodies);
  serveWeb(app, webFolder);
  SwaggerModule.setup(DOCS_PATH, app, () => describeApi(app), {
    jsonDocumentUrl: '/api/openapi.json',
    yamlDocumentUrl: '/api/openapi.yaml',
    customSiteTitle: 'Earshot API',
  });
}
