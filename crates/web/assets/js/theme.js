// The theme changes at once; the form's cookie keeps it for the next page.
const root = document.documentElement;
for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    const theme = event.submitter?.value;
    if (!theme) return;
    event.preventDefault();
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === theme));
    fetch(form.action, { method: "POST", body: new URLSearchParams({ theme }), redirect: "manual" }).catch(() => {});
  });
}
// A menu closes when something else is pressed.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); event.stopImmediatePropagation(); }
});
