// Ctrl K: pages, what this page offers, records by id or name, other clients, another day; found by any of their letters in order.
const dialog = document.getElementById("palette");
if (dialog) {
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const search = dialog.dataset.search;
  const past = new URLSearchParams(location.search).get("as_of");
  const ask = (end, words) => `${search}${end}?q=${encodeURIComponent(words)}${past ? `&as_of=${past}` : ""}`;
  const pages = [...list.children];
  let all = pages;
  let found = [];
  let seen = [];
  let now = 0;
  let asked = "";
  let wait = 0;

  const entry = (words, hint, href, act) => {
    const li = document.createElement("li");
    li.setAttribute("role", "option");
    li.append(document.createElement("span"));
    li.firstChild.textContent = words;
    if (hint) li.append(Object.assign(document.createElement(hint.length < 3 ? "kbd" : "small"), { textContent: hint }));
    if (href) li.dataset.href = href;
    li.act = act;
    return li;
  };
  // What this page offers, with its key: it shows only what one may do.
  const offered = () => {
    const met = new Set();
    return [...document.querySelectorAll("main .actions :is(a, button), main [data-key]")].filter((one) => {
      const words = (one.querySelector("span") ?? one).textContent.trim();
      const inRow = one.closest("table, [data-rows], details:not([open])");
      return words && !inRow && !met.has(words) && met.add(words);
    }).map((one) => entry((one.querySelector("span") ?? one).textContent.trim(), one.dataset.key ?? "do", null, () => one.click()));
  };
  const onDay = (day) => {
    const to = new URL(location);
    if (day) to.searchParams.set("as_of", day);
    else to.searchParams.delete("as_of");
    return to.pathname + to.search;
  };
  const fits = (words, typed) => {
    let from = 0;
    for (const letter of typed) {
      from = words.indexOf(letter, from) + 1;
      if (!from) return false;
    }
    return true;
  };
  const paint = () => {
    seen.forEach((one, at) => { one.id = `palette-${at}`; one.setAttribute("aria-selected", String(at === now)); });
    field.setAttribute("aria-activedescendant", seen[now]?.id ?? "");
    seen[now]?.scrollIntoView({ block: "nearest" });
  };
  const narrow = () => {
    const raw = field.value.trim();
    const typed = raw.toLowerCase();
    const name = (one) => one.querySelector("span").textContent.toLowerCase();
    seen = all.filter((one) => fits(name(one), typed));
    seen.sort((a, b) => Number(name(b).includes(typed)) - Number(name(a).includes(typed)));
    if (typed && search) {
      const open = entry(/^[a-z]+-?[\d.]+$/i.test(typed) ? `open ${raw.toUpperCase()}` : `search for “${raw}”`, "search", ask("", raw));
      if (/^open/.test(name(open))) seen.unshift(open);
      else seen.push(...found, open);
      if (/^\d{4}-\d\d-\d\d$/.test(typed)) seen.unshift(entry(`as of ${raw}`, "this page", onDay(raw)));
      if (typed === "today") seen.unshift(entry("today", "this page", onDay("")));
    }
    list.replaceChildren(...seen);
    now = 0;
    paint();
  };
  const look = () => {
    found = [];
    const typed = field.value.trim();
    clearTimeout(wait);
    narrow();
    if (!search || typed.length < 2) return;
    wait = setTimeout(async () => {
      asked = typed;
      const answer = await fetch(ask(".json", typed)).catch(() => null);
      if (!answer?.ok || asked !== field.value.trim()) return;
      const told = await answer.json();
      found = told.results.map((one) => entry(`${one.id} ${one.title}`, one.kind, one.href));
      const at = now;
      narrow();
      now = Math.min(at, seen.length - 1);
      paint();
    }, 120);
  };
  const go = (one) => {
    if (!one) return;
    dialog.close();
    if (one.act) one.act();
    else if (one.dataset.href) location.assign(one.dataset.href);
  };

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (dialog.open) { dialog.close(); return; }
    all = [...offered(), ...pages];
    field.value = "";
    dialog.showModal();
    look();
  });
  field.addEventListener("input", look);
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
