// HART's queue by single keys, and a count of what has come since the page was made. The page works without it.
(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const linkOf = (row) => row.querySelector("a");
  const current = () => rows.findIndex((row) => row.contains(document.activeElement));

  const go = (step) => {
    const at = current();
    const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
    if (next) linkOf(next).focus();
  };

  const press = (selector) => {
    const button = rows[current()] && rows[current()].querySelector(selector);
    if (button) button.click();
  };

  // The row one stands on is chosen, and the field of the act takes the focus.
  const ask = (field) => {
    const panel = document.querySelector("[data-several]");
    const box = rows[current()] && rows[current()].querySelector("[name=chosen]");
    if (box) box.checked = true;
    if (!panel) return;
    panel.open = true;
    document.getElementById(field).focus();
  };

  const help = () => {
    const keys = document.getElementById("keys");
    keys.open = true;
    keys.querySelector("summary").focus();
  };

  const ACTS = {
    j: () => go(1),
    k: () => go(-1),
    c: () => press("[data-claim]"),
    x: () => press("[name=chosen]"),
    a: () => ask("id_to"),
    s: () => ask("id_until"),
    "?": help,
  };

  const isTyping = (target) =>
    target.isContentEditable || (target.matches("input, select, textarea") && target.type !== "checkbox");

  document.addEventListener("keydown", (event) => {
    if (!document.querySelector("[data-keys]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || !ACTS[event.key]) return;
    event.preventDefault();
    ACTS[event.key]();
  });

  // Nothing moves under the cursor: the count is said, and the link makes the page anew.
  const newer = document.querySelector("[data-newer]");
  const say = (count) => {
    if (!count || newer.dataset.count === String(count)) return;
    newer.dataset.count = count;
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = newer.dataset.show;
    const words = count === 1 ? newer.dataset.one : newer.dataset.many.replace("{n}", count.toLocaleString("en-US"));
    newer.replaceChildren(words, " ", link);
  };
  const look = async () => {
    const headers = { "X-Background": "1", "X-Requested-With": "fetch" };
    const answer = await fetch(newer.dataset.newer, { headers, credentials: "same-origin" }).catch(() => null);
    if (answer && answer.ok) say((await answer.json()).count);
    if (!answer || answer.status !== 401) setTimeout(look, 60_000);
  };
  if (newer) setTimeout(look, 60_000);
})();
