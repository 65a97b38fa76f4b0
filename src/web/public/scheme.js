// Chooses light or dark before the first paint, so that nothing flashes.
// The key is the one that app/theme.ts gives to Mantine.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('earshot-color-scheme');
  } catch {
    // Storage can be forbidden; then the system decides.
  }
  const dark =
    chosen === 'dark' ||
    (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
