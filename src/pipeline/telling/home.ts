import type { Settings } from '../../settings/schema.js';

/**
 * The address that links in messages begin with, without a slash at its end: the one that people
 * use, else the one of this machine, which is right for who works on it.
 */
export function homeOf({ server }: Pick<Settings, 'server'>): string {
  const { publicUrl, host, port } = server;
  if (publicUrl !== null) return publicUrl.replace(/\/+$/, '');
  // The address of "every interface" is none that a browser can open.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
