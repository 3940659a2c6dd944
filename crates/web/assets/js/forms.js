// Forms: Ctrl Enter saves, a list of records grows as it is filled, typed text is not lost by leaving, a filter acts when chosen.
for (const form of document.querySelectorAll("[data-form]")) {
  const keeper = form.querySelector("[data-draft]"), says = form.querySelector("[data-draft-says]");
  // What was refused is not saved: it is kept too.
  let changed = Boolean(keeper && document.querySelector(".problems")), sending;
  let waiting = changed ? setTimeout(() => keep(), 400) : 0;
  // What is typed is kept as a draft: five seconds after it was typed, and when its field or the page is left.
  const keep = async () => {
    clearTimeout(waiting);
    waiting = 0;
    if (!keeper || !changed) return;
    changed = false;
    const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    const { signal } = sending = new AbortController();
    const answer = await fetch(`${keeper.formAction}&part=yes`, { method: "POST", body: typed, headers: { "x-fragment": "draft" }, keepalive: typed.toString().length < 60000, signal }).catch(() => null);
    if (signal.aborted) return;
    if (answer?.ok && !answer.redirected) { says.textContent = "Kept, not saved yet"; return; }
    changed = true;
    says.textContent = answer?.redirected || answer?.status === 401 ? "Not kept: you are signed out. Sign in in another tab; what you typed stays here"
      : answer ? `Not kept: ${answer.status === 413 ? "it is too long to be kept" : "the server refused it"}` : "Not kept: there is no connection. What you typed stays here";
  };
  form.addEventListener("input", () => { changed = true; waiting ||= setTimeout(keep, 5000); });
  // Who leaves a field to press Save needs no draft: what is saved must not come back as one.
  form.addEventListener("focusout", () => { if (changed) { clearTimeout(waiting); waiting = setTimeout(keep, 400); } });
  addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  form.addEventListener("submit", () => { changed = false; clearTimeout(waiting); waiting = 0; sending?.abort(); });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
// Marks of a text: a button or its key puts them around the words chosen, or before their lines.
for (const bar of document.querySelectorAll("[data-marks]")) {
  const text = document.getElementById(bar.getAttribute("aria-controls"));
  const put = (mark) => {
    const { selectionStart: from, selectionEnd: to, value } = text, words = value.slice(from, to);
    const begin = value.lastIndexOf("\n", from - 1) + 1;
    const lines = mark.endsWith(" ");
    const made = mark.startsWith("[") ? `[${words || "words"}](https://)` : lines ? value.slice(begin, to).replace(/^/gm, mark) : mark + words + mark;
    text.setRangeText(made, lines ? begin : from, to, "end");
    // Where nothing was chosen, what is typed next stands between the marks.
    if (!words && !lines && !mark.startsWith("[")) text.selectionEnd -= mark.length;
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  bar.hidden = false;
  for (const button of bar.children) button.addEventListener("click", () => put(button.dataset.mark));
  text.addEventListener("keydown", (event) => {
    const button = (event.ctrlKey || event.metaKey) && bar.querySelector(`[data-ctrl="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });
}
// Words that were chosen on the page are quoted where a comment asks for them.
const place = document.querySelector(".said-place");
if (place) {
  let chosen = "";
  document.addEventListener("selectionchange", () => {
    const choice = getSelection(), from = choice.anchorNode?.parentElement;
    if (!choice.isCollapsed && from?.closest(".document-text, .facts dd")) chosen = String(choice).trim().slice(0, 1000);
  });
  place.addEventListener("toggle", () => {
    const quote = place.querySelector("textarea");
    if (place.open && !quote.value) quote.value = chosen;
  });
}
document.addEventListener("input", (event) => {
  const list = event.target.closest("[data-refs]");
  if (!list || event.target.type === "checkbox") return;
  const fields = [...list.querySelectorAll("input[list]")];
  if (fields.every((field) => field.value)) {
    const next = fields[0].cloneNode();
    next.removeAttribute("id");
    next.value = "";
    fields.at(-1).after(next);
  }
});
for (const form of document.querySelectorAll("[data-filter]")) {
  form.addEventListener("change", (event) => { if (event.target.matches("select")) form.requestSubmit(); });
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input, select, textarea")) if (field.name && field.value === "") field.disabled = true;
  });
}
// What is wrong comes first; else a form that a key opened is ready to be typed into.
const first = document.querySelector("[autofocus].problems") ?? document.querySelector("[data-focus] :is(input:not([type=hidden]), textarea, select)");
first?.focus();
if (first?.matches("input[type=text], textarea")) first.setSelectionRange(first.value.length, first.value.length);
// What a form comes to is shown while it is filled in: the server writes it, and only that part of its answer is taken.
for (const form of document.querySelectorAll("[data-preview]")) {
  let waiting = 0, asked = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++asked, typed = new URLSearchParams(new FormData(form));
      typed.set("do", "preview");
      const answer = await fetch(form.action, { method: "POST", body: typed }).catch(() => null);
      if (!answer?.ok || mine !== asked) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#preview");
      if (part) document.querySelector("#preview").replaceWith(part);
    }, 300);
  });
}
