// Forms: Ctrl Enter saves, a list of records grows as it is filled, typed text is not lost by leaving, a filter acts when chosen.
for (const form of document.querySelectorAll("[data-form]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
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
