// A table with one tab stop: arrows move, Enter or F2 edits, Tab and Ctrl Enter save and go on, letters set values.
// Each cell is saved by itself: POST of its field and the row's revision; the answer is the row, or words that refuse.
for (const table of document.querySelectorAll("table[data-grid]")) grid(table);

function grid(table) {
  const region = table.closest(".grid-region");
  const says = region.nextElementSibling;
  const letters = (table.dataset.keys ?? "").split(";").filter(Boolean).map((text) => {
    const [, key, field, sign, value] = /^(.):([^=~]+)([=~])(.*)$/.exec(text);
    return { key, field, toggles: sign === "~", value };
  });
  const was = new WeakMap();

  // The columns as they stand, for the server that answers with a row.
  const shown = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.column).filter(Boolean).join(",");

  table.setAttribute("role", "grid");
  region.removeAttribute("tabindex");
  roles(table);
  addEventListener("resize", () => pins(table));
  const select = selection(table);
  const first = table.querySelector("tbody tr > *");
  if (first) first.tabIndex = 0;

  const cells = (row) => [...row.children].filter((cell) => !cell.matches(".g-act"));
  const bodyRows = () => [...table.tBodies[0].rows];
  const at = (cell) => ({ row: bodyRows().indexOf(cell.parentElement), column: cells(cell.parentElement).indexOf(cell) });
  const tell = (words) => { if (says) says.textContent = words; };

  function focus(cell) {
    if (!cell) return;
    for (const old of table.querySelectorAll("tbody [tabindex='0']")) old.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function move(cell, down, right) {
    const rows = bodyRows();
    const place = at(cell);
    const row = rows[clamp(place.row + down, rows.length)];
    const all = cells(row);
    focus(all[clamp(place.column + right, all.length)]);
  }

  // Editing. A refused cell stays open with its text while others are edited.
  function edit(cell, typed) {
    const template = region.querySelector(`template[data-editor="${CSS.escape(cell.dataset.field ?? "")}"]`);
    if (!template || !cell.parentElement.dataset.action) return false;
    if (!was.has(cell)) {
      was.set(cell, [...cell.childNodes]);
      cell.replaceChildren(template.content.cloneNode(true));
      cell.classList.add("cell-open");
    }
    fill(cell, typed ?? cell.dataset.value ?? "", typed !== undefined);
    return true;
  }
  function revert(cell) {
    cell.classList.remove("cell-open", "cell-refused");
    cell.replaceChildren(...was.get(cell));
    was.delete(cell);
  }
  async function save(cell, down, right) {
    const value = read(cell);
    if (value === (cell.dataset.value ?? "") && !cell.matches(".cell-refused")) {
      const stayed = cell.contains(document.activeElement);
      revert(cell);
      if (stayed) move(cell, down, right);
      return;
    }
    if (cell.matches(".cell-saving")) return;
    const place = at(cell);
    const answer = await send(cell.parentElement, cell.dataset.field, value, cell);
    if (!answer) return;
    const stayed = cell.contains(document.activeElement) || document.activeElement === document.body;
    was.delete(cell);
    const fresh = swap(cell.parentElement, answer);
    if (stayed) move(cells(fresh)[place.column], down, right);
  }

  // Saving.
  async function send(row, field, value, cell) {
    const body = new URLSearchParams({ revision: row.dataset.revision });
    const many = region.querySelector(`template[data-editor="${CSS.escape(field)}"]`)?.content.querySelector("[type=checkbox], [data-refs]");
    for (const part of many ? value.split(",") : [value]) body.append(field, part.trim());
    cell.classList.add("cell-saving");
    try {
      const response = await fetch(row.dataset.action + location.search, { method: "POST", body, headers: { "x-fragment": shown } });
      const text = await response.text();
      if (response.ok) { tell(`${row.dataset.row} saved`); offerUndo(row.dataset.row, response.headers.get("x-undo")); return text; }
      // The words say what stands there; saving again is then meant.
      if (response.status === 409) row.dataset.revision = response.headers.get("x-revision") ?? row.dataset.revision;
      refuse(cell, words(text, response.status));
    } catch {
      refuse(cell, "the server did not answer; what you typed is still here");
    } finally {
      cell.classList.remove("cell-saving");
    }
    return null;
  }
  // For ten seconds what was saved can be taken back where one works; later in the history.
  let toast = null;
  function offerUndo(id, address) {
    toast?.remove();
    if (!address) return;
    const mine = toast = document.body.appendChild(document.createElement("div"));
    mine.className = "toast";
    mine.appendChild(document.createElement("p")).textContent = `${id} was saved`;
    const button = mine.appendChild(document.createElement("button"));
    button.className = "button";
    button.textContent = "Undo";
    button.addEventListener("click", async () => {
      button.disabled = true;
      // What came of it is told on the page that is loaded anew, not on the one that the answer leads to.
      try {
        const answer = await fetch(address, { method: "POST", body: new URLSearchParams(), redirect: "manual" });
        if (answer.type === "opaqueredirect") return location.reload();
      } catch { /* the page says what is the matter */ }
      location.assign(address);
    });
    setTimeout(() => { if (!mine.contains(document.activeElement)) mine.remove(); }, 10000);
  }
  function words(text, status) {
    return text.length < 1000 && !text.includes("<!") ? text : `not saved (${status})`;
  }
  function refuse(cell, why) {
    cell.classList.add("cell-refused");
    cell.querySelector(".cell-error")?.remove();
    const p = cell.appendChild(document.createElement("p"));
    p.className = "cell-error";
    p.setAttribute("role", "alert");
    p.textContent = why;
    cell.querySelector("input, select, textarea")?.focus();
  }
  function swap(row, html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.querySelector("tr");
    if (!fresh) return row;
    const box = row.querySelector(".g-pick input"), other = fresh.querySelector(".g-pick input");
    if (box && other) other.checked = box.checked;
    row.replaceWith(fresh);
    roles(table);
    // What else of the page became different comes with the row, and is said where it says something else than before.
    for (const also of holder.content.querySelectorAll("template[data-also]")) {
      const old = document.getElementById(also.dataset.also), now = also.content.firstElementChild;
      if (!old || !now) continue;
      if (old.dataset.says !== now.dataset.says) tell(`${row.dataset.row} saved. ${now.dataset.says}`);
      old.replaceWith(now);
    }
    return fresh;
  }

  // Letters that set a value of the row. They are saved one after the other, so fast fingers lose nothing.
  let saving = Promise.resolve();
  async function letter(id, sets) {
    const row = bodyRows().find((one) => one.dataset.row === id);
    const target = row?.querySelector(`[data-field="${CSS.escape(sets.field)}"]`);
    if (!target) return;
    let value = sets.value;
    if (sets.toggles) {
      const now = new Set((target.dataset.value ?? "").split(",").filter(Boolean));
      if (!now.delete(value)) now.add(value);
      value = [...now].join(",");
    }
    const answer = await send(row, sets.field, value, target);
    if (!answer) return;
    const here = cells(row).findIndex((cell) => cell.contains(document.activeElement));
    const fresh = swap(row, answer);
    if (here < 0) return;
    focus(cells(fresh)[here]);
    // Excluding opens the justification at once.
    const why = fresh.querySelector('[data-field="justification"]');
    // Words for including are none for excluding: the field is empty, what stood there is the hint.
    if (sets.field === "applicable" && value === "no" && why) {
      focus(why);
      edit(why, "");
      why.querySelector("input, textarea")?.setAttribute("placeholder", why.dataset.value ?? "");
      why.dataset.emptied = "";
    }
  }
  function nextUndecided(cell) {
    const rows = bodyRows();
    const from = at(cell);
    for (let n = 1; n <= rows.length; n += 1) {
      const row = rows[(from.row + n) % rows.length];
      const answer = row.querySelector('[data-field="applicable"]');
      if (answer && !["yes", "no"].includes(answer.dataset.value)) { focus(cells(row)[from.column]); return true; }
    }
    tell("every row is decided");
    return true;
  }
  async function takeProposal(cell) {
    const answer = await send(cell.parentElement, cell.dataset.field, cell.dataset.proposed, cell);
    if (answer) { const place = at(cell); focus(cells(swap(cell.parentElement, answer))[place.column]); }
  }
  function copyDown(cell) {
    const rows = bodyRows();
    const place = at(cell);
    const above = rows[place.row - 1] && cells(rows[place.row - 1])[place.column];
    if (above?.dataset.value && edit(cell, above.dataset.value)) save(cell, 0, 0);
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("tbody td, tbody th");
    if (!cell || !table.contains(cell)) return;
    if (was.has(cell) && event.target !== cell) {
      if (event.key === "Escape") { revert(cell); focus(cell); }
      else if (event.key === "Tab") save(cell, 0, event.shiftKey ? -1 : 1);
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(cell, 1, 0);
      else if (event.key === "Enter" && !event.target.matches("textarea")) save(cell, 0, 0);
      else return;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.target !== cell) return;
    const ctrl = event.ctrlKey || event.metaKey, off = document.documentElement.dataset.letters === "off";
    const page = Math.max(1, Math.floor(region.clientHeight / Math.max(1, cell.parentElement.offsetHeight)) - 2);
    const moves = {
      ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [page, 0], PageUp: [-page, 0],
      Home: ctrl ? [-1e6, -1e6] : [0, -1e6], End: ctrl ? [1e6, 1e6] : [0, 1e6],
    };
    if (moves[event.key]) move(cell, ...moves[event.key]);
    else if (event.key === "Enter" && cell.dataset.proposed && !cell.dataset.value) takeProposal(cell);
    else if (event.key === "Enter" || event.key === "F2") {
      if (!edit(cell)) cell.querySelector("a")?.click();
    } else if (ctrl && event.key === "d") select.fill(cell) || copyDown(cell);
    else if (ctrl && event.key === "a") select.all();
    else if (ctrl || event.altKey || event.key.length !== 1) return;
    else if (!off && /^x$/i.test(event.key)) select.toggle(cell.parentElement, event.shiftKey);
    else if (!off && event.key === "u" && letters.length) nextUndecided(cell);
    else if (!off && letters.some((one) => one.key === event.key) && cell.parentElement.dataset.action) {
      const sets = letters.find((one) => one.key === event.key);
      const id = cell.parentElement.dataset.row;
      saving = saving.then(() => letter(id, sets));
    }
    else if (!off && letters.length && cell.dataset.field !== "justification") return;
    else if (!/[?/]/.test(event.key) && textual(region, cell)) edit(cell, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // One value goes into the cell; a block goes to the page that shows what it would change.
  // The event comes from where the selection is, which may be anywhere: the cell is the one that has the focus.
  document.addEventListener("paste", (event) => {
    const cell = document.activeElement;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell?.matches("tbody td, tbody th") || !table.contains(cell) || !text || !select.form) return;
    event.preventDefault();
    const column = cell.parentElement.querySelector("[data-field]") && table.tHead.rows[0].cells[cell.cellIndex].dataset.column;
    if (!/[\t\n]/.test(text.trimEnd())) { edit(cell, text.trimEnd()); return; }
    select.post(select.form.action.replace(/bulk$/, "paste"), { text, at: cell.parentElement.dataset.row, from: (column ?? "").split(":")[0] });
  });
  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td[data-field]");
    if (cell && !was.has(cell)) edit(cell);
  });
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("tbody td, tbody th");
    if (event.target === cell && cell.tabIndex !== 0) focus(cell);
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("tbody td, tbody th");
    if (cell && !was.has(cell) && !event.target.closest("a, button, summary, input, label")) focus(cell);
  });
  table.addEventListener("focusout", (event) => {
    const cell = event.target.closest(".cell-open");
    if (!cell || !was.has(cell) || !event.relatedTarget || cell.contains(event.relatedTarget) || cell.matches(".cell-refused")) return;
    // Who goes away from a field that was emptied for them, and wrote nothing, has not said that it is to be empty.
    if ("emptied" in cell.dataset && !read(cell)) revert(cell);
    else save(cell, 0, 0);
  });
}

// Rows that are ticked, and what is done with all of them: a form of its own, which works without this.
function selection(table) {
  const form = document.querySelector("[data-selection]");
  const says = form?.querySelector("[data-selected]");
  const boxes = () => [...table.querySelectorAll("tbody .g-pick input")];
  const chosen = () => boxes().filter((box) => box.checked);
  let last = null;
  function tell() {
    for (const box of boxes()) box.closest("tr").classList.toggle("selected", box.checked);
    const every = table.querySelector("[data-all]");
    if (every) every.checked = chosen().length > 0 && chosen().length === boxes().length;
    form?.classList.toggle("some", chosen().length > 0);
    if (!says) return;
    const filter = says.dataset.filter;
    says.textContent = `${chosen().length} selected of ${says.dataset.of}${filter ? ` · filter ${filter}` : ""}`;
  }
  function toggle(row, range) {
    const box = row.querySelector(".g-pick input");
    if (!box) return;
    box.checked = !box.checked || range;
    const rows = [...table.tBodies[0].rows], from = rows.findIndex((one) => one.dataset.row === last);
    if (range && from >= 0) {
      const to = rows.indexOf(row);
      for (const one of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) {
        const other = one.querySelector(".g-pick input");
        if (other) other.checked = true;
      }
    }
    last = row.dataset.row;
    tell();
  }
  function all() {
    const on = chosen().length < boxes().length;
    for (const box of boxes()) box.checked = on;
    const whole = form?.elements.whole;
    if (whole) whole.checked = on;
    tell();
  }
  function post(action, fields) {
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = action;
    for (const [name, value] of Object.entries({ filter: form.elements.filter.value, ...fields })) {
      for (const one of [value].flat()) {
        const field = sent.appendChild(document.createElement("textarea"));
        field.name = name;
        field.value = one;
      }
    }
    sent.hidden = true;
    document.body.append(sent);
    sent.submit();
  }
  // What the first of the ticked rows says, all of them say: looked at first.
  function fill(cell) {
    const rows = chosen().map((box) => box.closest("tr"));
    if (rows.length < 2 || !cell.dataset.field) return false;
    const value = rows[0].querySelector(`[data-field="${CSS.escape(cell.dataset.field)}"]`)?.dataset.value ?? "";
    post(form.action, { id: rows.map((row) => row.dataset.row), field: cell.dataset.field, value, do: "look" });
    return true;
  }
  if (form) {
    table.addEventListener("click", (event) => {
      if (!event.target.matches(".g-pick input")) return;
      if (event.target.matches("[data-all]")) { all(); return; }
      if (event.shiftKey && event.target.checked) { toggle(event.target.closest("tr"), true); return; }
      last = event.target.value;
      tell();
    });
    // A page that one comes back to keeps what was ticked.
    addEventListener("pageshow", tell);
    tell();
  }
  return { form, toggle, all, fill, post };
}

// Columns that stay in sight stand beside the first one; where each begins is known when they are drawn.
function pins(table) {
  const pinned = [...table.tHead.rows[0].cells].filter((cell) => cell.matches(".g-pin"));
  let at = table.tHead.rows[0].cells[0].offsetWidth;
  for (const head of pinned) {
    for (const row of table.rows) row.cells[head.cellIndex].style.insetInlineStart = `${at}px`;
    at += head.offsetWidth;
  }
  table.style.setProperty("--pinned", `${at}px`);
}

function clamp(number, length) { return Math.min(length - 1, Math.max(0, number)); }

function roles(table) {
  pins(table);
  for (const cell of table.querySelectorAll("tbody td:not(.g-act), tbody th")) {
    if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
    cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "gridcell");
    // One tab stop: what stands in a cell is reached by its key.
    if (!cell.matches(".cell-open, .editing > *")) for (const inside of cell.querySelectorAll("a, input")) inside.tabIndex = -1;
  }
}
function textual(region, cell) {
  return Boolean(region.querySelector(`template[data-editor="${CSS.escape(cell.dataset.field ?? "")}"]`)?.content.querySelector("input:not([type=radio], [type=checkbox]), textarea"));
}
function fill(cell, value, replaced) {
  const boxes = [...cell.querySelectorAll("[type=checkbox], [type=radio]")];
  const parts = value.split(",").map((part) => part.trim());
  if (boxes.length) {
    for (const box of boxes) box.checked = parts.includes(box.value);
    (boxes.find((box) => box.checked) ?? boxes[0]).focus();
    return;
  }
  const field = cell.querySelector("input, select, textarea");
  field.value = value;
  field.focus();
  if (!replaced && field.select) field.select();
}
function read(cell) {
  const boxes = [...cell.querySelectorAll("[type=checkbox], [type=radio]")];
  if (boxes.length) return boxes.filter((box) => box.checked).map((box) => box.value).join(",");
  return cell.querySelector("input, select, textarea").value;
}
