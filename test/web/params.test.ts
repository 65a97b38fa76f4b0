import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/web/app/client.js';
import {
  faultsOf,
  fieldsOf,
  missingFrom,
  paramsOf,
  valuesOf,
} from '../../src/web/sources/params.js';
import { TEST_KINDS, makeKind } from '../support/fake-places.js';

const forum = TEST_KINDS.find(({ kind }) => kind === 'town-forum') ?? makeKind({ kind: 'none' });
const fields = fieldsOf(forum);
const blank = valuesOf(fields);

describe('the form of a kind', () => {
  it('has a field for each parameter, what must be given first', () => {
    expect(fields.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['query', 'text', true],
      ['pages', 'number', false],
      ['answers', 'switch', false],
      ['order', 'choice', false],
      ['tags', 'list', false],
    ]);
    expect(fields[1]).toMatchObject({ title: 'Pages', least: 1, most: 9, initial: '2' });
    expect(fields[3]).toMatchObject({ choices: ['newest', 'loudest'], initial: 'newest' });
  });

  it('knows that what has a default need not be given, and that no limit is none', () => {
    const given = {
      properties: {
        size: { type: 'integer', default: 5, maximum: Number.MAX_SAFE_INTEGER },
        countries: { type: 'array', items: { type: 'string', enum: ['us', 'gb'] } },
      },
      required: ['size'],
    };
    const [size, countries] = fieldsOf(makeKind({ kind: 'apps', params: given }));
    expect(size).toMatchObject({ required: false, most: null });
    expect(countries).toMatchObject({ type: 'list', choices: ['us', 'gb'], initial: [] });
  });

  it('gives the parameters with their types, and leaves out what is empty', () => {
    const values = { ...blank, query: ' apex ', pages: '3', answers: false, tags: ['a', 'b'] };
    expect(paramsOf(fields, values)).toEqual({
      query: 'apex',
      pages: 3,
      answers: false,
      order: 'newest',
      tags: ['a', 'b'],
    });
    expect(paramsOf(fields, { ...blank, pages: '' })).toEqual({ answers: true, order: 'newest' });
  });

  it('shows what is there, and comes out as it went in', () => {
    const params = { query: 'apex', pages: 7, answers: false, order: 'loudest', tags: ['x'] };
    expect(paramsOf(fields, valuesOf(fields, params))).toEqual(params);
  });

  it('names what is still needed', () => {
    expect(missingFrom(fields, blank)).toEqual(['Words']);
    expect(missingFrom(fields, { ...blank, query: ' ' })).toEqual(['Words']);
    expect(missingFrom(fields, { ...blank, query: 'apex' })).toEqual([]);
  });

  it('puts what the server refused beside its field', () => {
    const refused = new ApiError(400, {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      errors: [
        { path: 'params.query', message: 'must be given' },
        { path: 'name', message: 'too long' },
      ],
    });
    expect(faultsOf(refused)).toEqual({ query: 'must be given' });
    expect(faultsOf(new Error('x'))).toEqual({});
  });
});
