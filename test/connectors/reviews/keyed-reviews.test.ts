import { generateKeyPairSync, createVerify } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { googlePlayConnector } from '../../../src/connectors/reviews/google-play.connector.js';
import { trustpilotConnector } from '../../../src/connectors/reviews/trustpilot.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply } from '../loopback-server.js';
import { asking, brought, known } from '../asking.js';
import { made } from './reviews-fixtures.js';

const bench = new HttpBench();

describe('Trustpilot', () => {
  const params = { domain: 'kettles.example' };
  const secrets = { EARSHOT_TRUSTPILOT_KEY: 'key1' };

  it('is read into reviews, without the replies of the company', async () => {
    const { items } = await trustpilotConnector.parse({ body: made('reviews/trustpilot.json') });
    expect(items).toEqual([
      {
        externalId: '5f0000000000000000000001',
        url: 'https://www.trustpilot.com/reviews/5f0000000000000000000001',
        title: 'Kettle broke',
        text: 'After two days.\nNo refund.',
        author: { name: 'Jo D', handle: 'c1', url: 'https://www.trustpilot.com/users/c1' },
        publishedAt: '2026-10-01T08:30:00.000Z',
        updatedAt: '2026-10-02T09:00:00.000Z',
        rating: 1,
        tags: [],
        parentId: null,
        language: 'en',
      },
      expect.objectContaining({ author: null, title: null, updatedAt: null, language: 'de' }),
    ]);
  });

  it('finds the company by its domain, and shows its key in a header', async () => {
    const server = await bench.serve({
      '/v1/business-units/find': reply(200, {}, '{"id":"u1"}'),
      '/v1/business-units/u1/reviews': reply(200, {}, '{"reviews":[]}'),
    });
    const result = await trustpilotConnector.poll(asking(bench, server, params, secrets));
    expect(brought(result).items).toEqual([]);
    expect(server.requests.map(({ headers }) => headers['apikey'])).toEqual(['key1', 'key1']);
    expect(server.requests[1]?.url).toContain('page=1&orderBy=createdat.desc&language=all');
  });

  it('looks reviews up one by one', async () => {
    const [review] = (
      JSON.parse(made('reviews/trustpilot.json').toString()) as { reviews: object[] }
    ).reviews;
    const id = '5f0000000000000000000001';
    const server = await bench.serve({
      [`/v1/reviews/${id}`]: reply(200, {}, JSON.stringify(review)),
    });
    const told = await trustpilotConnector.recheck?.look({
      ...asking(bench, server, params, secrets),
      posts: [known(id), known('other')],
    });
    expect(told?.get(id)).toMatchObject({ rating: 1 });
    expect(told?.get('other')).toBe('missing');
  });

  it('says which key is missing', async () => {
    const server = await bench.serve(reply(200));
    const error = await failure(trustpilotConnector.poll(asking(bench, server, params)));
    expect(error).toMatchObject({ code: 'no-access' });
    expect(error.message).toContain('EARSHOT_TRUSTPILOT_KEY');
    expect(server.requests).toHaveLength(0);
  });
});

describe('Google Play', () => {
  const params = { packageName: 'com.example.kettle' };
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  /** Each test has an account of its own, since tokens are kept. */
  const secretsOf = (client_email: string) => ({
    EARSHOT_GOOGLE_PLAY_KEY: JSON.stringify({ client_email, private_key: privateKey }),
  });

  it('is read into reviews in the words of their writers', async () => {
    const url =
      'https://androidpublisher.googleapis.com/androidpublisher/v3/applications/com.example.kettle/reviews';
    const body = made('reviews/google-play.json');
    const { items } = await googlePlayConnector.parse({ body, url });
    expect(items).toEqual([
      {
        externalId: 'gp:AOqpTOFkettle1',
        url: 'https://play.google.com/store/apps/details?id=com.example.kettle&reviewId=gp%3AAOqpTOFkettle1',
        title: 'Too hot',
        text: 'It never stops boiling.',
        author: { name: 'Jo Doe', handle: null, url: null },
        publishedAt: '2026-09-21T14:13:20.000Z',
        updatedAt: '2026-09-21T14:13:20.000Z',
        rating: 1,
        tags: ['version 2.0.1'],
        parentId: null,
        language: 'en',
      },
      expect.objectContaining({ text: 'Funktioniert gut', author: null, language: 'de' }),
    ]);
  });

  it('signs in with the key of the service account, once, and takes from its allowance', async () => {
    const assertions: string[] = [];
    const server = await bench.serve({
      '/token': (request, response) => {
        void text(request).then((form) => {
          assertions.push(new URLSearchParams(form).get('assertion') ?? '');
          response.end('{"access_token":"token1","expires_in":3599}');
        });
      },
      '/androidpublisher/v3/applications/com.example.kettle/reviews': reply(200, {}, '{}'),
    });
    const request = asking(bench, server, params, secretsOf('one@project.example'));
    expect(brought(await googlePlayConnector.poll(request)).items).toEqual([]);
    await googlePlayConnector.poll(request);
    expect(assertions).toHaveLength(1);
    const [head = '', claims = '', signature = ''] = assertions[0]?.split('.') ?? [];
    const isSigned = createVerify('RSA-SHA256')
      .update(`${head}.${claims}`)
      .verify(publicKey, signature, 'base64url');
    expect(isSigned).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      iss: 'one@project.example',
      scope: 'https://www.googleapis.com/auth/androidpublisher',
      aud: 'https://oauth2.googleapis.com/token',
    });
    expect(server.requests.at(-1)?.headers['authorization']).toBe('Bearer token1');
    expect(request.budget.used.get('google-play com.example.kettle')).toBe(2);
  });

  it('signs in anew when Google ends a token before its time', async () => {
    let signIns = 0;
    const server = await bench.serve({
      '/token': (_request, response) => {
        response.end(`{"access_token":"early${++signIns}","expires_in":3599}`);
      },
      '/androidpublisher/v3/applications/com.example.kettle/reviews': (request, response) => {
        response.statusCode = request.headers.authorization === 'Bearer early1' ? 401 : 200;
        response.end('{}');
      },
    });
    const request = asking(bench, server, params, secretsOf('three@project.example'));
    expect((await failure(googlePlayConnector.poll(request))).code).toBe('blocked');
    expect(brought(await googlePlayConnector.poll(request)).items).toEqual([]);
    expect(signIns).toBe(2);
  });

  it.each([
    ['no key', {}, 'no-access'],
    ['a key that is none', { EARSHOT_GOOGLE_PLAY_KEY: 'abc' }, 'no-access'],
    ['a key that Google refuses', secretsOf('two@project.example'), 'blocked'],
  ])('says what to do about %s', async (_name, secrets, code) => {
    const server = await bench.serve(reply(400, {}, '{"error":"invalid_grant"}'));
    const error = await failure(googlePlayConnector.poll(asking(bench, server, params, secrets)));
    expect(error.code).toBe(code);
    expect(error.message).toContain('EARSHOT_GOOGLE_PLAY_KEY');
  });
});

it('knows the addresses of companies and apps', () => {
  expect(
    trustpilotConnector.fromAddress?.(new URL('https://uk.trustpilot.com/review/kettles.example')),
  ).toEqual({ domain: 'kettles.example' });
  const play = 'https://play.google.com/store/apps/details?id=com.example.kettle&hl=en';
  expect(googlePlayConnector.fromAddress?.(new URL(play))).toEqual({
    packageName: 'com.example.kettle',
  });
  expect(googlePlayConnector.fromAddress?.(new URL('https://play.google.com/store'))).toBeNull();
});
