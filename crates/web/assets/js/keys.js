// Keys for every page: ? help, / search, g and a letter, j k rows, [ ] neighbours, e edit, h history, Esc back.
const HELP = [
  ["?", "this list"], ["/", "search"], ["Ctrl K", "go to, do, switch, another day"], ["g + letter", "go to a page of the rail"],
  ["j  k", "next, previous row"], ["Enter", "open"], ["[  ]", "previous, next record of the list"], ["e", "edit"], ["m", "comment"],
  ["h", "history"], [".", "actions"], ["Ctrl Enter", "save"], ["Esc", "back"],
];
const GRID = [
  ["arrows", "move"], ["Enter  F2", "edit, or open"], ["Tab  Ctrl Enter", "save and go right, down"], ["Esc", "leave it as it was"],
  ["x  Shift x  Ctrl a", "select a row, up to here, all"], ["Ctrl d", "copy down; of the selected rows: as the first"], ["Ctrl v", "paste a block"],
];
const SOA = [
  ["y  n", "applicable, not applicable"], ["1 2 3 4", "reason: risk, law, contract, chosen baseline"],
  ["-  p  t  i", "not started, planned, partly, implemented"], ["u", "next undecided"],
];
let going = 0;

function typing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
function follow(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
  return Boolean(link);
}
// Where each row has the same keys, they act on the row that has the focus, else on the first.
function act(key) {
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const link = document.activeElement?.closest("[data-rows] > li")?.querySelector(wanted) ?? document.querySelector(wanted);
  if (link) link.click();
  return Boolean(link);
}
function rows() {
  const own = [...document.querySelectorAll("[data-rows] > li, .diag > summary, .diag-group > article")];
  if (own.length) return own;
  return [...document.querySelectorAll("main table > tbody > tr, main li.event")]
    .filter((row) => row.offsetParent && row.matches(":has(a, button)"));
}
function step(by) {
  // A grid has one place in the order of Tab, and moves by its own keys from there.
  const cell = document.querySelector("main table[data-grid] > tbody [tabindex='0']");
  if (cell) {
    if (document.activeElement.matches("main table[data-grid] > tbody > tr > *")) {
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: by > 0 ? "ArrowDown" : "ArrowUp", bubbles: true }));
    } else cell.focus();
    return true;
  }
  const all = rows();
  if (!all.length) return false;
  const now = all.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, now + by))];
  const target = next.matches("summary") ? next : next.querySelector("a, button") ?? next;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
  return true;
}
function list(dl, keys) {
  for (const [key, words] of keys) {
    const dt = dl.appendChild(document.createElement("dt"));
    dt.appendChild(document.createElement("kbd")).textContent = key;
    dl.appendChild(document.createElement("dd")).textContent = words;
  }
}
function help() {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  const inside = dialog.appendChild(document.createElement("div"));
  inside.className = "help-keys";
  const title = inside.appendChild(document.createElement("h2"));
  title.textContent = "Keys";
  list(inside.appendChild(document.createElement("dl")), HELP);
  const grid = document.querySelector("table[data-grid]");
  if (grid) {
    inside.appendChild(document.createElement("h3")).textContent = "In this table";
    list(inside.appendChild(document.createElement("dl")), grid.dataset.keys ? [...GRID, ...SOA] : GRID);
  }
  const form = inside.appendChild(document.createElement("form"));
  form.method = "dialog";
  const close = form.appendChild(document.createElement("button"));
  close.className = "button";
  close.textContent = "Close";
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

// The list that one comes from: its addresses in order, as long as the tab lives.
const LIST = "plumb-list";
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("main :is(tbody tr, [data-rows] > li) a[href]");
  const box = link?.closest("table, [data-rows]");
  if (!box) return;
  const firsts = [...box.querySelectorAll(":scope > tbody > tr, :scope > li")].map((row) => row.querySelector("a[href]")?.getAttribute("href"));
  const all = firsts.filter(Boolean);
  if (all.includes(link.getAttribute("href"))) sessionStorage.setItem(LIST, JSON.stringify(all));
});
function neighbour(by) {
  if (follow(by < 0 ? "a[rel=prev]" : "a[rel=next]")) return true;
  const all = JSON.parse(sessionStorage.getItem(LIST) ?? "[]");
  const path = (href) => new URL(href, location.origin).pathname;
  const at = all.findIndex((href) => path(href) === location.pathname);
  const to = at < 0 ? null : all[at + by];
  if (to) location.assign(to);
  return Boolean(to);
}
function actions() {
  const first = document.querySelector("main .head .actions :is(a, button), main .actions :is(a, button)");
  first?.focus();
  return Boolean(first);
}

const DOES = {
  "?": help,
  "/": () => { const field = document.querySelector("[data-search]:is(input)"); field?.focus(); field?.select(); return Boolean(field); },
  j: () => step(1),
  k: () => step(-1),
  "[": () => neighbour(-1),
  "]": () => neighbour(1),
  ".": actions,
  Escape: () => {
    if (follow(".crumbs a:last-of-type")) return true;
    const ours = document.referrer.startsWith(location.origin) && history.length > 1;
    if (ours) history.back();
    return ours;
  },
};
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (document.documentElement.dataset.letters === "off" && event.key.length === 1) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target)) return;
  if (event.key === "Shift") return;
  if (Date.now() - going < 1500) {
    going = 0;
    if (follow(`[data-go="${CSS.escape(event.key)}"]`)) event.preventDefault();
    return;
  }
  if (event.key === "g") { going = Date.now(); return; }
  const done = DOES[event.key] ? DOES[event.key]() !== false : event.key.length === 1 && act(event.key);
  if (done) event.preventDefault();
});
for (const button of document.querySelectorAll("[data-keys-help]")) button.addEventListener("click", help);
