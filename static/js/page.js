// What every page may need. Each page works without it; here it only becomes quicker to use.
(() => {
  document.documentElement.classList.add("js");

  const toggleMenu = (button) => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("is-open", open);
  };

  const copy = async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("[data-copy-words]").textContent = button.dataset.copied;
  };

  // A link of the error summary leads to the field itself, which takes the focus.
  const goToField = (link, event) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const details = field.closest("details");
    if (details) details.open = true;
    (field.closest(".usa-form-group") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-menu], [data-copy], .error-summary a");
    if (!pressed) return;
    if (pressed.matches("[data-menu]")) toggleMenu(pressed);
    else if (pressed.matches("[data-copy]")) copy(pressed);
    else goToField(pressed, event);
  });

  // The browser would cut a pasted text at the limit without a word; so the limit is said instead.
  const count = (words) => {
    const box = document.getElementById(words.dataset.count);
    const limit = Number(words.dataset.limit);
    if (!box) return;
    box.removeAttribute("maxlength");
    const say = () => {
      const left = limit - box.value.replace(/\n/g, "\r\n").length;
      words.hidden = left > limit / 5;
      words.classList.toggle("characters--over", left < 0);
      const text = left < 0 ? words.dataset.over : words.dataset.left;
      if (!words.hidden) words.textContent = text.replace("{n}", Math.abs(left).toLocaleString("en-US"));
    };
    let timer = 0;
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(say, 500);
    });
    say();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-count]").forEach(count);
    if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
    const first = document.querySelector("[data-focus]");
    if (first) first.focus();
  });
})();
