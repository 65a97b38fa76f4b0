import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** Where the nonce of a page is kept between the header and the page. */
export const nonceOf = ({ locals }: Response): string => String(locals['nonce']);

const HSTS_SECONDS = 365 * 24 * 3600;

/** Headers of every answer. What comes from places is hostile, so pages may load our own files only. */
export function securityHeaders(https: boolean, docsPath: string): RequestHandler {
  const pages = policy(https, (_request, response) => `'nonce-${nonceOf(response as Response)}'`);
  // The page of the API's documentation is not ours and writes style attributes.
  const docs = policy(https, () => "'unsafe-inline'");
  return (request: Request, response: Response, next: NextFunction): void => {
    response.locals['nonce'] = randomBytes(16).toString('base64');
    const headers = request.path.startsWith(docsPath) ? docs : pages;
    headers(request, response, next);
  };
}

function policy(
  https: boolean,
  styles: (request: unknown, response: unknown) => string,
): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", styles],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: https && { maxAge: HSTS_SECONDS },
    // On plain http browsers ignore it and say so in the console, on every page.
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
  });
}
