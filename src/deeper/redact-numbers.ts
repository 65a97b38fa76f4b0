import type { Rule } from './redact.js';

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

/** The check digit of card numbers (Luhn; ISO/IEC 7812-1, annex B). */
function isCard(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length < 13 || digits.length > 19) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const value = Number(digits.at(-1 - at)) * (at % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** 2026-03-01, 01.03.2026, 3/1/26: when something happened is part of what happened. */
const DATE = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))$/;
/** 1,200,000 or 1.200.000,50: an amount. */
const AMOUNT = /^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?$/;

const isNumber = (text: string, least: number): boolean => {
  const bare = text.trim();
  return digitsOf(bare).length >= least && !DATE.test(bare) && !AMOUNT.test(bare);
};

const ORDER =
  'order|orders|booking|reservation|account|acct|a/c|customer|client|member|membership|ticket|case|ref|reference|invoice|claim|policy|contract|tracking|confirmation|pnr|serial|imei|passport|flight booking|bestellung|bestellnummer|kundennummer|auftrag|auftragsnummer|rechnung|konto|kontonummer|vertrag|commande|compte|facture|dossier|pedido|cuenta|factura|cliente|ordine|conto|fattura|encomenda|conta|fatura';

/** Numbers by which a person, an account or a purchase can be found. The first that fits counts. */
export const NUMBERS: readonly Rule[] = [
  {
    placeholder: '[iban]',
    pattern: /(?<![\p{L}\d])[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,3})?(?![\p{L}\d])/gu,
  },
  {
    placeholder: '[card]',
    pattern: /(?<![\p{L}\d])\d(?:[ -]?\d){12,18}(?![\p{L}\d])/gu,
    holds: isCard,
  },
  {
    // What follows the word for it: "order no. 4711-A", "ref: AB12CD", "PNR X4T9QZ".
    placeholder: '[number]',
    pattern: new RegExp(
      `(?<!\\p{L})(?:${ORDER})(?:\\s{0,2}(?:number|num|no|nr|id|code|numéro|número|numero|nummer))?\\.?\\s{0,2}(?:is|was|ist|:|#|=|-)?\\s{0,2}#?((?=[\\p{L}-]{0,40}\\d)[\\p{L}\\d](?:[\\p{L}\\d-]{2,38}[\\p{L}\\d]))(?![\\p{L}\\d])`,
      'giu',
    ),
    holds: (match) => isNumber(match, 2) && !/^\d{1,3}[a-z]{2}$/i.test(match),
  },
  {
    placeholder: '[phone]',
    pattern: /(?<![\p{L}\d])(?:\+|00)\d(?:[ ()./-]{0,2}\d){6,14}(?![\p{L}\d])/gu,
  },
  {
    placeholder: '[phone]',
    pattern: /(?<![\p{L}\d.,$€£])\(?0?\d{1,4}\)?(?:[ ./-]\d{2,4}){2,4}(?![\p{L}\d])/gu,
    holds: (match) => isNumber(match, 7),
  },
  { placeholder: '[phone]', pattern: /(?<![\p{L}\d])0\d{1,4}\s?[/-]\s?\d{4,9}(?![\p{L}\d])/gu },
  // A hash sign and digits is a number of something, whatever it is.
  { placeholder: '[number]', pattern: /(?<![\p{L}\d&])#\d{4,}(?![\p{L}\d])/gu },
  // Long numbers, and what mixes capitals with four digits and more.
  {
    placeholder: '[number]',
    pattern: /(?<![\p{L}\d.,$€£])\d[\d-]{5,}(?![\p{L}\d])/gu,
    holds: (match) => isNumber(match, 6),
  },
  {
    placeholder: '[number]',
    pattern:
      /(?<![\p{L}\d])(?=[A-Z\d-]*\d[A-Z\d-]*\d[A-Z\d-]*\d[A-Z\d-]*\d)(?=[A-Z\d-]*[A-Z])[A-Z\d][A-Z\d-]{5,}(?![\p{L}\d])/gu,
  },
];
