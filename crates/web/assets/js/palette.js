// Ctrl K: the pages of the rail and the actions of this page, found by any of their letters in order.
const dialog = document.getElementById("palette");
if (dialog) {
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const all = [...list.children];
  all.forEach((entry, at) => { entry.id = `palette-${at}`; });
  const other = document.createElement("li");
  other.setAttribute("role", "option");
  other.id = "palette-search";
  let seen = [];
  let now = 0;

  const fits = (words, typed) => {
    let from = 0;
    for (const letter of typed) {
      from = words.indexOf(letter, from) + 1;
      if (!from) return false;
    }
    return true;
  };
  const paint = () => {
    seen.forEach((entry, at) => entry.setAttribute("aria-selected", String(at === now)));
    field.setAttribute("aria-activedescendant", seen[now]?.id ?? "");
    seen[now]?.scrollIntoView({ block: "nearest" });
  };
  const narrow = () => {
    const typed = field.value.trim().toLowerCase();
    const name = (entry) => entry.querySelector("span").textContent.toLowerCase();
    seen = all.filter((entry) => fits(name(entry), typed));
    seen.sort((a, b) => Number(name(b).includes(typed)) - Number(name(a).includes(typed)));
    if (typed && dialog.dataset.search) {
      other.dataset.href = `${dialog.dataset.search}?q=${encodeURIComponent(field.value.trim())}`;
      other.textContent = `search for “${field.value.trim()}”`;
      if (/^[a-z]+-?[\d.]+$/i.test(typed)) seen.unshift(other);
      else seen.push(other);
    }
    list.replaceChildren(...seen);
    now = 0;
    paint();
  };
  const go = (entry) => { if (entry?.dataset.href) { dialog.close(); location.assign(entry.dataset.href); } };

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (dialog.open) { dialog.close(); return; }
    field.value = "";
    dialog.showModal();
    narrow();
  });
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") now = Math.min(seen.length - 1, now + 1);
    else if (event.key === "ArrowUp") now = Math.max(0, now - 1);
    else if (event.key === "Enter") go(seen[now]);
    else return;
    event.preventDefault();
    paint();
  });
  list.addEventListener("click", (event) => go(event.target.closest("li")));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
