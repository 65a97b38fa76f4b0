import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadSettings } from '../../src/settings/load.js';
import { mailSettings } from '../../src/settings/mail.js';

const from = { mail: { from: 'Earshot <earshot@example.org>', timeoutMs: 5_000 } };
const URL = 'smtp://ann:secret@mail.example.org:587';

it('e-mails need a sender and a server, and say which of them is missing', () => {
  expect(mailSettings(loadSettings({}), { EARSHOT_SMTP_URL: URL })).toBe('from');
  expect(mailSettings(from, {})).toBe('server');
  expect(mailSettings(from, { EARSHOT_SMTP_URL: 'https://mail.example.org' })).toBe('bad-server');
  expect(mailSettings(from, { EARSHOT_SMTP_URL: 'mail.example.org' })).toBe('bad-server');
  expect(mailSettings(from, { EARSHOT_SMTP_URL: URL })).toEqual({ url: URL, ...from.mail });
});

it('the server may stand in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-mail-'));
  try {
    writeFileSync(join(folder, 'smtp'), `${URL}\n`);
    const environment = { EARSHOT_SMTP_URL_FILE: join(folder, 'smtp') };
    expect(mailSettings(from, environment)).toMatchObject({ url: URL });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each(['nobody', 'a@b@c', 'Earshot <earshot@example.org', 'x <a@b.c>\nBcc: d@e.f'])(
  'the sender must be one address: not %j',
  (sender) => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-mail-'));
    try {
      const file = join(folder, 'own.yaml');
      writeFileSync(file, JSON.stringify({ mail: { from: sender } }));
      expect(() => loadSettings({ EARSHOT_CONFIG: file })).toThrow('mail.from: must be an address');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
