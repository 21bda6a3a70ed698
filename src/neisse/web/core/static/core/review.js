// Deciding on proposals by keyboard: J and K move, Y takes, N leaves, C corrects. Every page works without it.
(() => {
  "use strict";
  const found = [...document.querySelectorAll("[data-proposal]")];
  const at = () => found.indexOf(document.activeElement.closest("[data-proposal]"));
  const show = (number) => {
    const proposal = found[Math.max(0, Math.min(number, found.length - 1))];
    if (!proposal) return;
    proposal.focus();
    proposal.scrollIntoView({ block: "nearest" });
    document.querySelectorAll("mark.now").forEach((mark) => mark.classList.remove("now"));
    document.querySelectorAll(`a[href="#${proposal.id}"] mark`).forEach((mark) => mark.classList.add("now"));
    document.getElementById(proposal.id.replace("p", "w"))?.scrollIntoView({ block: "nearest" });
  };
  const say = (answer) => {
    const here = at();
    const choice = found[here]?.querySelector(`input[type=radio][value=${answer}]`);
    if (choice) { choice.checked = true; show(here + 1); }
  };
  const keys = {
    j: () => show(at() + 1), k: () => show(at() - 1), y: () => say("take"), n: () => say("leave"),
    c: () => found[at()]?.querySelector("[data-correct]")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("select, textarea, input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
})();
