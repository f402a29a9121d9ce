// When a name is the one that is looked for: as kring/names/comparing.py says it for the server.
import { COMPARED, SPELLED } from "./letters.js";

const table = new Map();
for (const [letters, ranges] of Object.entries(COMPARED)) {
  for (const range of ranges.split(" ")) {
    const [first, last = first] = range.split("-").map((code) => parseInt(code, 16));
    for (let code = first; code <= last; code += 1) table.set(String.fromCodePoint(code), letters);
  }
}
const letter = /[\p{L}\p{N}\p{M}]/u;

// The text as it is compared: small plain letters, and one sign of each kind between them.
export function comparable(text) {
  const plain = (mark) => table.get(mark) ?? mark.toLowerCase();
  return [...text].map((mark) => table.get(mark) ?? [...mark.normalize("NFKD")].map(plain).join("")).join("");
}

// Whether every word that was typed begins a word of the name, in any order.
export function matches(asked, name) {
  const other = typed(spelledOut(asked));
  const words = typed(asked).map((word, place) => [word, other[place]]).filter(([word]) => word);
  const all = [...beginnings(name), ...beginnings(spelledOut(name))];
  return words.length > 0 && words.every((both) => both.some((word) => all.some((one) => one.startsWith(word))));
}

function typed(asked) {
  return comparable(asked).split(/[ \n]+/).filter(Boolean).map((word) => [...word].filter((mark) => letter.test(mark)).join(""));
}

function beginnings(name) {
  const words = [...comparable(name)].map((mark) => (letter.test(mark) ? mark : " ")).join("").split(" ").filter(Boolean);
  return words.map((_word, place) => words.slice(place).join(""));
}

// The text with ö as oe, and the others of its kind.
function spelledOut(text) {
  return [...text.normalize("NFC")].map((mark) => SPELLED[mark] ?? mark).join("");
}
