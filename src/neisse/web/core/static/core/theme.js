// The theme that the reader chose, before anything is drawn; the switch goes light, dark, as the system.
(() => {
  "use strict";
  const root = document.documentElement;
  const order = ["", "light", "dark"];
  const stored = () => { try { return localStorage.getItem("theme") || ""; } catch { return ""; } };
  const show = (theme) => {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
    document.querySelectorAll("[data-theme-switch]").forEach((button) => {
      button.hidden = false;
      button.querySelectorAll("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== (theme || "system"); });
    });
  };
  show(stored());
  document.addEventListener("DOMContentLoaded", () => show(stored()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const next = order[(order.indexOf(stored()) + 1) % order.length];
    try { localStorage.setItem("theme", next); } catch { /* private mode: for this page only */ }
    show(next);
  });
})();
