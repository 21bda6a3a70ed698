// Small comforts; every page works without them. Menus close on Escape and on a click elsewhere.
(() => {
  "use strict";
  const close = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  // On a phone the bar of the stages can be pushed: the stage that is open is in sight, and the edge tells that more follows.
  const bar = document.querySelector(".top nav");
  const goesOn = () => bar.classList.toggle("goes-on", bar.scrollLeft + bar.clientWidth < bar.scrollWidth - 2);
  if (bar) {
    const open = bar.querySelector("[aria-current]");
    if (open) bar.scrollLeft = open.offsetLeft + open.offsetWidth / 2 - bar.clientWidth / 2;
    bar.addEventListener("scroll", goesOn, { passive: true });
    window.addEventListener("resize", goesOn);
    goesOn();
  }
  // A file field takes what is dropped on it by itself; beside it the page would be left for the file.
  const zone = (event) => event.dataTransfer?.types.includes("Files") &&
    (event.target.closest(".drop") || document.querySelector(".drop"));
  const over = (now) => document.querySelectorAll(".drop").forEach((drop) => drop.classList.toggle("over", drop === now));
  document.addEventListener("dragover", (event) => {
    const drop = zone(event);
    if (drop) { event.preventDefault(); over(drop); }
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(null); });
  document.addEventListener("drop", (event) => {
    const drop = zone(event);
    if (!drop) return;
    event.preventDefault();
    over(null);
    const field = drop.querySelector("input[type=file]");
    const files = new DataTransfer();
    [...event.dataTransfer.files].slice(0, field.multiple ? undefined : 1).forEach((file) => files.items.add(file));
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
})();
