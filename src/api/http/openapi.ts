import { applyDecorators } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiResponse, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { VERSION } from '../../settings/version.js';
import * as views from '../views.js';

export const DOCS_PATH = '/api/docs';

/** Says what a route answers with. */
export function Answers(status: number, description: string, view?: z.ZodType): MethodDecorator {
  return applyDecorators(
    ApiResponse({ status, description, ...(view ? { standardSchema: view } : {}) }),
  );
}

/** Views by the name they have in `views.ts`, under which the document lists them. */
const NAMED = z.registry<{ id: string }>();
for (const [name, view] of Object.entries(views))
  // The parameters of a query stand in the document one by one.
  if (view instanceof z.ZodType && !name.endsWith('Query')) NAMED.add(view, { id: name });

interface Converted {
  readonly schema: object;
  readonly components: Record<string, unknown>;
}

/** A view as JSON Schema 2020-12, which OpenAPI 3.1 is made of; views inside it by reference. */
function convert(view: unknown, direction: 'input' | 'output'): Converted | undefined {
  if (!(view instanceof z.ZodType)) return undefined;
  const {
    $schema: _dialect,
    $defs: components = {},
    ...schema
  } = z.toJSONSchema(view, {
    metadata: NAMED,
    io: direction,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  return { schema, components };
}

/** The document of the API, made from its routes. */
export function describeApi(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Earshot')
    .setDescription(
      'Everything the web can do. Ids are text, times ISO 8601 in UTC. Errors are problem details (RFC 9457). ' +
        'A write that carries an Idempotency-Key can be sent again without being done again.',
    )
    .setVersion(VERSION)
    .addBearerAuth({ type: 'http', description: 'made by `earshot token create`' }, 'token')
    .addCookieAuth('earshot_session', { type: 'apiKey' }, 'session')
    .addSecurityRequirements('token')
    .addSecurityRequirements('session')
    .addGlobalResponse({
      status: 'default',
      description: 'what went wrong',
      content: {
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      },
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (view, { schemaType }) => convert(view, schemaType),
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
  const problem = convert(views.Problem, 'output');
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...problem?.components },
  } as NonNullable<OpenAPIObject['components']>;
  return document;
}
