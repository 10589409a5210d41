/* Before the first paint: what the reader chose last time. */
(() => {
  const root = document.documentElement;
  root.dataset.js = "loading";
  let kept = {};
  try { kept = localStorage; } catch { /* storage is off: defaults */ }
  const dark = kept.dark ?? String(matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark === "true" ? "dark" : "light";
  if (kept.large === "true") root.dataset.size = "large";
})();
