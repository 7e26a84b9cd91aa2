/* Which pages a reader has come to the end of. The marks stay in this browser, in its storage, and stand in the
   contents with a button that clears them. Loaded where contents open, or a page ends. */
const KEY = "read";
const contents = document.querySelector(".book-contents");
const links = [...contents.querySelectorAll("a")];

/* A page is its address without what follows; where nothing can be kept, nothing is. */
const read = () => {
  try { return new Set(JSON.parse(localStorage.getItem(KEY))); } catch { return new Set(); }
};

const keep = (pages) => {
  try {
    if (pages.size) localStorage.setItem(KEY, JSON.stringify([...pages]));
    else localStorage.removeItem(KEY);
  } catch { /* then there are no marks */ }
};

const show = () => {
  const pages = read(), done = links.filter((link) => pages.has(link.pathname));
  contents.querySelectorAll(".book-read").forEach((mark) => mark.remove());
  if (!done.length) return;
  for (const link of done) link.append(Object.assign(document.createElement("small"), { className: "book-read", textContent: " \u2713 read" }));
  const line = Object.assign(document.createElement("li"), { className: "book-read", textContent: `${done.length} of ${links.length} pages read to the end. ` });
  const clear = Object.assign(document.createElement("button"), { type: "button", innerHTML: "<u>clear the marks</u>" });
  clear.addEventListener("click", () => {
    keep(new Set());
    show();
    contents.querySelector("summary").focus();
  });
  line.append(clear);
  contents.querySelector("ul").prepend(line);
};

export const ended = () => {
  if (!links.some((link) => link.pathname === location.pathname)) return;
  keep(read().add(location.pathname));
  show();
};

show();
