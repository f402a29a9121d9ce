// Finding one name among two hundred: a search line above a list of people. Without this file the list is whole.
import { matches } from "./names.js";

const words = document.documentElement.lang === "en"
  ? { find: "Find by name", none: "Nobody of that name" }
  : { find: "Zoek op naam", none: "Niemand met die naam" };

for (const select of document.querySelectorAll("select[data-find]")) {
  if (select.options.length > 12) addSearch(select);
}

function addSearch(select) {
  const all = [...select.children].map((child) => child.cloneNode(true));
  const label = document.createElement("label");
  label.className = "find";
  const title = document.createElement("span");
  title.textContent = words.find;
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.spellcheck = false;
  label.append(title, input);
  const told = document.createElement("p");
  told.className = "hint";
  told.setAttribute("role", "status");
  select.before(label);
  select.after(told);

  input.addEventListener("input", (event) => {
    event.stopPropagation();
    narrow(input.value.trim());
  });
  // Enter in the search line chooses, and does not send the form.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.focus();
  });

  // Nobody of that name: what was typed is not typed again, it waits where a child is typed that is not in the list.
  const notListed = select.closest(".field")?.parentElement.querySelector(":scope > .not-listed");
  const typedIn = notListed ? ["first_name", "last_name"].map((name) => notListed.querySelector(`[name$=${name}]`)) : [];
  let ours = ["", ""];
  input.addEventListener("change", () => {
    if (!typedIn.length || typedIn.some((name, place) => name.value !== ours[place])) return;
    const typed = [...select.options].some((option) => option.value) ? "" : input.value.trim();
    ours = [typed.split(" ")[0], typed.split(" ").slice(1).join(" ").trim()];
    typedIn.forEach((name, place) => { name.value = ours[place]; });
    if (typed) notListed.open = true;
    typedIn[0].dispatchEvent(new Event("input", { bubbles: true }));
  });

  function narrow(typed) {
    const chosen = select.value;
    const kept = [];
    for (const child of all) {
      if (child.tagName === "OPTION") {
        kept.push(child.cloneNode(true));
        continue;
      }
      const found = [...child.children].filter((option) => !typed || matches(typed, option.label));
      if (!found.length) continue;
      const group = child.cloneNode(false);
      group.append(...found.map((option) => option.cloneNode(true)));
      kept.push(group);
    }
    select.replaceChildren(...kept);
    const names = [...select.options].filter((option) => option.value);
    // Nobody is chosen by half a name: only when one is left, or when it was chosen before.
    const match = names.find((option) => option.value === chosen) ?? (typed && names.length === 1 ? names[0] : null);
    select.value = match ? match.value : "";
    told.textContent = typed ? (names.length ? `${names.length}: ${names.slice(0, 4).map((option) => option.label).join(", ")}${names.length > 4 ? " …" : ""}` : words.none) : "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
