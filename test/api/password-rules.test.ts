import { describe, expect, it } from 'vitest';
import { faultOfPassword } from '../../src/api/auth/password-rules.js';

const ann = { name: 'Annabel Lee', email: 'annabel.lee@kingdom.example' };
const fault = (password: string) => faultOfPassword(password, ann);

describe('a password', () => {
  it.each([
    'three odd geese at noon',
    'ünïcödé ist willkommen',
    '密码应该可以用任何文字来写',
    '😀🐙🦉🌲🍋🎈🔑🚲⛵🎻🧭🪁',
    'x7#kQ!pVz2@m',
    'only lower case and no digits',
    'correcthorsebatterystaple',
    'annabel keeps nine blue umbrellas',
    'w'.repeat(60) + 'orld at large',
  ])('may be %j', async (password) => {
    expect(await fault(password)).toBeNull();
  });

  it.each([
    ['short', 'has 5 characters; 12 are needed'],
    ['elevenchars', 'has 11 characters'],
    ['😀🐙🦉🌲🍋', 'has 5 characters'],
    [`${'ab cd ef '.repeat(14)}xyz`, 'has 129 characters; 128 are the most'],
    ['aaaaaaaaaaaaaa', 'repeats the same few'],
    ['121212121212121212', 'repeats the same few'],
    ['1qaz2wsx3edc', 'used most'],
    ['123456QWERTY', 'used most'],
    ['Password12345!!', 'used most'],
    ['!!monkey!!1234', 'used most'],
    ['passworddragon', 'used most'],
    ['annabel.lee@kingdom.example', 'little more than'],
    ['AnnabelLee123', 'little more than'],
    ['Earshot2026!!', 'little more than "earshot"'],
    ['kingdom.example', 'little more than'],
  ])('may not be %j', async (password, why) => {
    expect(await fault(password)).toContain(why);
  });
});
