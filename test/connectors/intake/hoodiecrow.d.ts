declare module 'hoodiecrow-imap' {
  export interface Message {
    raw: string;
    internaldate?: string | Date;
    uid?: number;
    flags?: string[];
  }
  export interface Mailbox {
    messages: Message[];
    uidvalidity: number;
    uidnext: number;
  }
  export type FetchHandler = (
    connection: unknown,
    message: Message,
    query: { partial?: number[] },
  ) => { type: 'LITERAL'; value: string };
  export interface Server {
    readonly fetchHandlers: Record<string, FetchHandler>;
    readonly server: import('node:net').Server;
    listen(port: number, host: string, ready: () => void): void;
    getMailbox(path: string): Mailbox;
    appendMessage(
      mailbox: string,
      flags: readonly string[],
      internaldate: Date | null,
      raw: string,
    ): void;
  }
  export default function hoodiecrow(options: {
    plugins?: readonly string[];
    storage?: Record<string, unknown>;
    secureConnection?: boolean;
    credentials?: { key: string; cert: string };
  }): Server;
}
