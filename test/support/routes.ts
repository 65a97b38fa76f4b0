import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';

/** Every route of the API that really answers, read from Express: `GET /api/v1/mentions/:id`. */
export function routesOf(app: NestExpressApplication): string[] {
  const express: Express = app.getHttpAdapter().getInstance();
  return express.router.stack
    .flatMap(({ route }) =>
      (route?.stack ?? []).map(({ method }) => `${method.toUpperCase()} ${route?.path}`),
    )
    .filter((route) => / \/(api\/v1|health|metrics)(\/|$)/.test(route))
    .sort();
}
