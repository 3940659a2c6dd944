// A file may be dropped anywhere on the page that has a drop zone, or pasted; it goes through the zone's own form.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const field = zone.querySelector("input[type=file]");
  const says = zone.querySelector("[data-says]");
  const take = (files) => {
    if (!files?.length) return false;
    const taken = new DataTransfer();
    for (const file of field.multiple ? files : [files[0]]) taken.items.add(file);
    field.files = taken.files;
    if (!fits(taken.files[0])) {
      says.hidden = false;
      says.textContent = `${taken.files[0].name} is none of ${field.accept}`;
      return true;
    }
    says.hidden = true;
    zone.requestSubmit();
    return true;
  };
  const fits = (file) => !field.accept || field.accept.split(",").some((kind) => {
    const wanted = kind.trim().toLowerCase();
    return wanted.startsWith(".") ? file.name.toLowerCase().endsWith(wanted) : file.type.startsWith(wanted.replace("*", ""));
  });
  const over = (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    zone.dataset.over = "";
  };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) delete zone.dataset.over; });
  document.addEventListener("drop", (event) => {
    delete zone.dataset.over;
    if (event.dataTransfer?.files.length) { event.preventDefault(); take(event.dataTransfer.files); }
  });
  document.addEventListener("paste", (event) => {
    if (/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (take(event.clipboardData?.files)) event.preventDefault();
  });
}
