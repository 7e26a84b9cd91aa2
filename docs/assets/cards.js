/* One card at a time for a citation, a term or a claim: on hover, focus and touch; Escape puts it away. The
   link below it goes on working: a second touch follows it. Loaded when a reader first turns to one. */
const card = Object.assign(document.createElement("div"), { id: "card", role: "tooltip", hidden: true });
document.body.append(card);
let owner = null, leaving;
const sheet = { rel: "stylesheet", href: new URL("cards.css", import.meta.url).href, onload: () => owner && place() };
document.head.append(Object.assign(document.createElement("link"), sheet));

const cards = fetch(new URL("cards.json", import.meta.url)).then((answer) => answer.json());
const MARKED = "a:is(.cite, .term, .claim)";

const hide = () => {
  owner?.removeAttribute("aria-describedby");
  owner = null;
  card.hidden = true;
};

export const show = async (link) => {
  clearTimeout(leaving);
  if (owner === link) return;
  hide();
  owner = link;
  const text = (await cards)[link.getAttribute("href").replace(/^(\.\.?\/)*/, "")];
  if (owner !== link || !text) return;
  card.textContent = text;
  link.setAttribute("aria-describedby", card.id);
  card.hidden = false;
  place();
};

const place = () => {
  const at = owner.getClientRects()[0], room = document.documentElement.clientWidth;
  const below = at.bottom + card.offsetHeight + 12 < innerHeight;
  card.style.left = `${Math.max(8, Math.min(at.left, room - card.offsetWidth - 8)) + scrollX}px`;
  card.style.top = `${(below ? at.bottom + 6 : at.top - card.offsetHeight - 6) + scrollY}px`;
};

const marked = (event) => event.target.closest?.(MARKED);
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  if (marked(event)) show(marked(event));
  else if (card.contains(event.target)) clearTimeout(leaving);
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType === "mouse" && (marked(event) || card.contains(event.target))) leaving = setTimeout(hide, 250);
});
document.addEventListener("focusin", (event) => marked(event) ? show(marked(event)) : hide());
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
/* A touch shows the card; the next one on the same link follows it. */
let touched = null;
document.addEventListener("pointerdown", (event) => {
  const link = marked(event);
  touched = event.pointerType !== "mouse" && link !== owner ? link : null;
  if (!link) hide();
});
document.addEventListener("click", (event) => {
  if (!touched || marked(event) !== touched) return;
  event.preventDefault();
  show(touched);
});
