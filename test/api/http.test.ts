import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';

const folder = mkdtempSync(join(tmpdir(), 'earshot-web-'));
afterAll(() => rmSync(folder, { recursive: true }));
const api = await startApi({ webFolder: folder });
const get = (path: string) => api.anyone.send('GET', path);

describe('before the web was built', () => {
  it('says plainly what to do, and the API works', async () => {
    const page = await get('/inbox');
    expect(page.status).toBe(503);
    expect(page.text).toContain('npm run build');
    expect((await get('/health/live')).status).toBe(200);
  });
});

describe('the web', () => {
  mkdirSync(join(folder, 'assets'));
  const writeWeb = () => {
    writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
    writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'void 0;');
    writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  };

  it.each(['/', '/index.html', '/inbox', '/inbox/12', '/tasks/3?x=1'])(
    'shows its page at %s, with a nonce that holds once',
    async (path) => {
      writeWeb();
      const [one, two] = [await get(path), await get(path)];
      const nonce = /content="([^"]+)"/.exec(one.text)?.[1] ?? 'none';
      expect(one.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
      expect(two.text).not.toContain(nonce);
      expect(one.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('lets browsers keep what is named by its content', async () => {
    writeWeb();
    const asset = await get('/assets/main-1a2b.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=0');
  });

  it.each(['/assets/gone.js', '/robots.txt', '/api/v1/nothing', '/api', '/../package.json'])(
    'is not there for %s',
    async (path) => {
      writeWeb();
      const answer = await get(path);
      // fetch makes ../ a path of its own; either way the page is not shown for it.
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    },
  );
});

describe('every answer', () => {
  it.each(['/', '/health/live', '/api/v1/mentions', '/nothing.txt'])(
    'of %s is guarded',
    async (path) => {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy.split(';').map((part) => part.replace(/'nonce-[^']+'/, "'nonce'"))).toEqual([
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'nonce'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ]);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  it('of the API is kept by no cache', async () => {
    expect((await get('/api/v1/session')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('the document of the API', () => {
  interface Document {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, { properties?: object }>; securitySchemes: object };
  }
  interface Operation {
    parameters: { name: string; in: string; required: boolean; schema: object }[];
    requestBody?: { content: Record<string, { schema: object }> };
    responses: Record<string, { content?: Record<string, { schema: object }> }>;
  }
  const document = async () => (await get('/api/openapi.json')).json as Document;

  it('is OpenAPI 3.1 with every view by its name and no loose end', async () => {
    const { openapi, components, paths } = await document();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(components.securitySchemes)).toEqual(['token', 'session']);
    const used = [
      ...JSON.stringify({ paths, components }).matchAll(/#\/components\/schemas\/(\w+)/g),
    ];
    expect(used.length).toBeGreaterThan(20);
    for (const [, name = ''] of used) expect(Object.keys(components.schemas)).toContain(name);
    expect(Object.keys(components.schemas['MentionDetail']?.properties ?? {})).toContain('reading');
  });

  it('lists parameters one by one, bodies, answers and problems', async () => {
    const { paths } = await document();
    const list = paths['/api/v1/mentions']?.['get'];
    expect(list?.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['status', 'q', 'cursor', 'limit', 'sort']),
    );
    expect(list?.parameters.find(({ name }) => name === 'sort')).toMatchObject({
      in: 'query',
      required: false,
      schema: { enum: ['priority', 'newest', 'oldest', 'due', 'returning'] },
    });
    const patch = paths['/api/v1/mentions/{id}']?.['patch'];
    expect(patch?.parameters).toMatchObject([{ name: 'id', in: 'path', required: true }]);
    expect(patch?.requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/MentionPatch',
    });
    expect(patch?.responses['200']?.content?.['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/ChangedMention',
    });
    expect(patch?.responses['default']?.content?.['application/problem+json']).toBeDefined();
  });

  it('can be browsed', async () => {
    const page = await get('/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain(
      "style-src 'self' 'unsafe-inline'",
    );
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    const files = [...page.text.matchAll(/(?:src|href)="\.\/docs\/([\w.-]+)"/g)].map(
      ([, file]) => file,
    );
    expect(files).toContain('swagger-ui-bundle.js');
    const answers = await Promise.all(files.map((file) => get(`/api/docs/${file}`)));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect((await get('/api/docs/swagger-ui-init.js')).text).toContain('/api/v1/mentions');
  });
});
