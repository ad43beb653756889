// Before anything is painted, so that nobody sees the other theme flash; the one script that is no module.
try {
  const theme = JSON.parse(localStorage.getItem('stavis') ?? '{}').theme;
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme holds.
}
