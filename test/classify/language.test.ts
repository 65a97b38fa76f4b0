import { describe, expect, it } from 'vitest';
import { Extractor } from '../../src/classify/features/extractor.js';
import { findLanguage, type LanguageFinding } from '../../src/classify/language.js';

const extractor = new Extractor();
const find = (text: string): LanguageFinding => findLanguage(extractor.extract([text]).tokens);

describe('findLanguage', () => {
  it.each([
    'The flight was late and nobody told us why.',
    'gr8 service lol',
    'wth @brand still no luggage',
    'credit report inaccurate item deleted bureau refused',
    'My niño loves the piñata, thanks!',
    'Broken!!!',
  ])('lets English through: %s', (text) => {
    expect(find(text).english).toBe(true);
  });

  it.each([
    ['de', 'Ich warte seit drei Wochen auf mein Paket und niemand antwortet.'],
    ['fr', "Mon colis n'est pas arrivé et le service client ne répond pas."],
    ['es', 'Llevo dos semanas esperando mi pedido y nadie contesta.'],
    ['it', 'Il pacco non è ancora arrivato e nessuno risponde.'],
    ['pt', 'Meu pedido ainda não chegou e ninguém responde.'],
    ['nl', 'Mijn pakket is nog steeds niet aangekomen en niemand neemt op.'],
    ['ja', '荷物がまだ届きません'],
    ['ko', '택배가 아직 안 왔어요'],
    ['zh', '我的包裹还没有到'],
    ['ru', 'Посылка так и не пришла'],
    ['el', 'Το δέμα δεν έφτασε ποτέ'],
  ])('knows %s', (code, text) => {
    expect(find(text)).toMatchObject({ english: false, language: { code } });
  });

  it('does not name what it cannot know', () => {
    expect(find('')).toEqual({ language: null, english: true });
    expect(find('👍👍 12345')).toEqual({ language: null, english: true });
    expect(find('Şikâyetim çözülmedi, müşteri temsilcisi dönmüyor')).toMatchObject({
      english: false,
      language: null,
    });
  });

  it('is surer the more it has read', () => {
    const short = find('Not the best.').language?.probability ?? 0;
    const long = find('This was not the best that I have ever had, but it was what we could get.');
    expect(long.language?.probability).toBeGreaterThan(short);
    expect(short).toBeGreaterThan(0.5);
  });
});
