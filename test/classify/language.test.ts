import { beforeAll, describe, expect, it } from 'vitest';
import { Extractor } from '../../src/classify/features/extractor.js';
import { openLanguages, type Identify, type Language } from '../../src/classify/language.js';

const extractor = new Extractor();
let identify: Identify;
beforeAll(async () => {
  identify = await openLanguages();
});
const find = (text: string): Language => identify(extractor.extract([text]).tokens);

describe('the language of a text', () => {
  it.each([
    'The flight was late and nobody told us why.',
    'gr8 service lol',
    'wth @brand still no luggage',
    'credit report inaccurate item deleted bureau refused',
    'My niño loves the piñata, thanks!',
    'It is broken!!!',
  ])('is English: %s', (text) => {
    expect(find(text)?.code ?? 'en').toBe('en');
  });

  it.each([
    ['de', 'Ich warte seit drei Wochen auf mein Paket und niemand antwortet.'],
    ['fr', "Mon colis n'est pas arrivé et le service client ne répond pas."],
    ['es', 'Llevo dos semanas esperando mi pedido y nadie contesta.'],
    ['it', 'Il pacco non è ancora arrivato e nessuno risponde.'],
    ['pt', 'Meu pedido ainda não chegou e ninguém responde.'],
    ['nl', 'Mijn pakket is nog steeds niet aangekomen en niemand neemt op.'],
    ['tr', 'Şikâyetim çözülmedi, müşteri temsilcisi dönmüyor'],
    ['ja', '荷物がまだ届きません'],
    ['ko', '택배가 아직 안 왔어요'],
    ['zh', '我的包裹还没有到'],
    ['ru', 'Посылка так и не пришла'],
    ['el', 'Το δέμα δεν έφτασε ποτέ'],
  ])('is %s', (code, text) => {
    expect(find(text)).toMatchObject({ code });
  });

  it('is not named where nothing shows it', () => {
    expect(find('')).toBeNull();
    expect(find('👍👍 12345')).toBeNull();
    expect(find('@acme https://example.com')).toBeNull();
  });

  it('does not go by links and names', () => {
    expect(find('@deutsche_bahn https://bahn.example/fahrplan/auskunft is the train late')).toEqual(
      find('is the train late'),
    );
  });

  it('is surer where the words show more of it', () => {
    const evident = find(
      'This was not the best that I have ever had, but it was what we could get.',
    );
    expect(evident?.probability).toBeGreaterThan(find('super gut')?.probability ?? 1);
  });
});
