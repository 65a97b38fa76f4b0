import { api } from '../app/client.js';
import type { PushKey } from '../app/wire.js';

/** Served from the top, so that it may show messages for every page. */
const WORKER = '/push-worker.js';

/** How push messages stand in this browser. `refused`: the person, or a rule of the browser, forbids them. */
export type PushHere = 'unsupported' | 'insecure' | 'refused' | 'off' | 'on';

export async function pushHere(): Promise<PushHere> {
  if (!window.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return 'unsupported';
  if (Notification.permission === 'denied') return 'refused';
  const subscription = await current();
  return subscription !== null && Notification.permission === 'granted' ? 'on' : 'off';
}

async function current(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** Asks the person, then subscribes. @returns how it stands then */
export async function startPush(): Promise<PushHere> {
  if ((await Notification.requestPermission()) !== 'granted') return pushHere();
  await navigator.serviceWorker.register(WORKER);
  const worker = await navigator.serviceWorker.ready;
  const { key } = await api<PushKey>('/push/key');
  // One that was made for another key is of no use any more.
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(key),
  });
  await tellServer(subscription);
  return pushHere();
}

export async function stopPush(): Promise<PushHere> {
  const subscription = await current();
  if (subscription !== null) {
    await api<void>('/me/push', { method: 'DELETE', body: { endpoint: subscription.endpoint } });
    await subscription.unsubscribe();
  }
  return pushHere();
}

/** A browser takes part as long as its session lasts: with the next sign-in it takes part again. */
export async function renewPush(): Promise<void> {
  try {
    if ((await pushHere()) !== 'on') return;
    const subscription = await current();
    if (subscription !== null) await tellServer(subscription);
  } catch {
    // Tried again with the next page; the settings say how it stands.
  }
}

async function tellServer(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  await api<void>('/me/push', { method: 'POST', body: { endpoint, keys, name: browserName() } });
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac', 'Linux'];

/** "Firefox, Linux": for the person's own list only. */
function browserName(): string {
  const agent = navigator.userAgent;
  const browser = BROWSERS.find(([sign]) => agent.includes(sign))?.[1] ?? 'Browser';
  const system = SYSTEMS.find((name) => agent.includes(name));
  return system === undefined ? browser : `${browser}, ${system}`;
}
