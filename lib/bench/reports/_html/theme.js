// Before anything is drawn: the theme that the reader chose last time. A page from disk may have no storage.
try {
  const theme = localStorage.getItem("bench-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {}
