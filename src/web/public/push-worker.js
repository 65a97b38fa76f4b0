// Shows push messages while no page of Earshot is open, and opens the page that they are about.
// What a message says was written by our server and encrypted for this browser.

self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // A message without words must still be shown: browsers take the permission away otherwise.
  }
  const { title = 'Earshot', body = '', path = '/inbox', tag = 'earshot', language = 'en' } = told;
  event.waitUntil(
    // The same tag replaces: a message that came twice is shown once.
    self.registration.showNotification(title, { body, tag, lang: language, data: { path } }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data?.path ?? '/inbox', self.location.origin);
  // Only pages of ours, whatever the message says.
  const target = wanted.origin === self.location.origin ? wanted.href : self.location.origin;
  event.waitUntil(open(target));
});

async function open(target) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [first] = windows;
  if (first === undefined) return self.clients.openWindow(target);
  await first.focus();
  // A page that this worker does not control cannot be led elsewhere.
  return first.navigate(target).catch(() => self.clients.openWindow(target));
}
