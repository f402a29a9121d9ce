// What waits on this device for a connection: sealed, with a key that only a page of this session has.
// The server gives the key with each page and the browser keeps neither, see decision 094. Whoever signs out, or leaves
// the device alone for a quarter of an hour, leaves nothing here that anybody can read.

import { showsNothing, tellLeaving } from "./tabs.js";

const PLACE = "kring.text.";
const ALONE = 15 * 60_000; // since the last key
const given = document.querySelector("meta[name=kring-seal]");
const bytes = (text) => Uint8Array.from(atob(text), (mark) => mark.charCodeAt(0));
const text = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));

// Where a page was not fetched in safety (https, or this machine), a browser seals nothing.
const key = given?.content && globalThis.crypto?.subtle
  ? await crypto.subtle.importKey("raw", bytes(given.content), "AES-GCM", false, ["encrypt", "decrypt"]).catch(() => null)
  : null;
const waits = given?.content === ""; // a child holds the device: its owner opens what is here afterwards
given?.removeAttribute("content");
let signsOut = false;

// Whether it is held here, sealed. `id` is the form it stands in, `fields` are its names and values, `at` is when the
// last of it was typed.
export async function hold(id, fields, at) {
  if (!key || signsOut || showsNothing() || Date.now() - at > ALONE) return false;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(fields));
  try {
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(id) }, key, plain);
    localStorage.setItem(PLACE + id, JSON.stringify({ at, iv: text(iv), sealed: text(sealed) }));
    return true;
  } catch {
    return false; // no room, or the browser keeps nothing at all
  }
}

export async function letGo(id) {
  try {
    localStorage.removeItem(PLACE + id);
  } catch {
    // nothing is kept where nothing may be kept
  }
}

// What this session sealed and still can read. Anything else nobody will ever read again: it goes.
export async function waiting() {
  const found = [];
  for (const [id, kept] of all()) {
    try {
      const plain = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: bytes(kept.iv), additionalData: new TextEncoder().encode(id) }, key, bytes(kept.sealed));
      found.push({ id, fields: JSON.parse(new TextDecoder().decode(plain)) });
    } catch {
      letGo(id);
    }
  }
  return found;
}

// What is no text of ours is removed: nobody will ever read it, and it may not keep the others here.
function all() {
  const found = [];
  for (const name of names()) {
    const id = name.slice(PLACE.length);
    try {
      const kept = JSON.parse(localStorage.getItem(name));
      if (!Number.isFinite(kept.at)) throw new TypeError(name);
      found.push([id, kept]);
    } catch {
      letGo(id);
    }
  }
  return found;
}

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PLACE));
  } catch {
    return []; // the browser keeps nothing at all
  }
}

function tidy() {
  for (const [id, { at }] of all()) if ((!key && !waits) || Date.now() - at > ALONE) letGo(id);
}
tidy();
setInterval(tidy, 30_000);

// Signing out empties the device. Without a connection the session cannot be ended: then a page that was waiting in this
// one says so in the place of the browser's own error, and nothing of what was read stays on the screen.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (new URL(form.action, location).pathname !== "/afmelden/") return;
  signsOut = true;
  tellLeaving();
  for (const [id] of all()) letGo(id);
  const waiting = document.getElementById("still-signed-in");
  if (!waiting) return;
  event.preventDefault();
  const answers = await fetch("/robots.txt", { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
  if (answers) form.submit();
  else location.replace(URL.createObjectURL(new Blob([page(waiting)], { type: "text/html; charset=utf-8" })));
});

// A page that stands alone: it has no address from which to find style and door.
function page(template) {
  const main = document.createElement("main");
  main.className = "page";
  main.append(template.content.cloneNode(true));
  for (const form of main.querySelectorAll("form")) form.setAttribute("action", new URL(form.action, location).href);
  const told = document.implementation.createHTMLDocument(`${main.querySelector("h1").textContent} · Kring`);
  const { documentElement: whole, head, body } = told;
  whole.lang = document.documentElement.lang;
  body.className = "door";
  body.append(main);
  head.append(document.querySelector("meta[name=viewport]").cloneNode());
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
    const style = link.cloneNode();
    style.setAttribute("href", link.href);
    head.append(style);
  }
  return `<!doctype html>${whole.outerHTML}`;
}
