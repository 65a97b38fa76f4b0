/** The German catalogue: one file per room, English message to German one. */
import said from './server/de.json';

const rooms = import.meta.glob<Record<string, string>>('../*/de.json', {
  eager: true,
  import: 'default',
});

export const messages: Record<string, string> = Object.assign({}, ...Object.values(rooms));
/** What the server says; see `sayAgain`. */
export const sentences: Readonly<Record<string, string>> = said;
