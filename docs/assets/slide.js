/* A slide: one figure alone in the window, whose it is, and the way back to its page. Loaded where an address asks for it. */
const page = document.documentElement;
const back = Object.assign(document.createElement("a"), { className: "sim-back", textContent: "\u00d7 leave the slide" });
const titles = [".book-title", "h1"].map((name) => document.querySelector(name).textContent.trim());
const place = document.querySelector("link[rel=canonical]")?.href ?? location.origin + location.pathname;
const credit = Object.assign(document.createElement("p"), { className: "sim-credit", textContent: `${[...new Set(titles)].join(": ")} \u00b7 CC BY 4.0 \u00b7 ${place}` });
let shown, sheet;

const load = () => new Promise((resolve, reject) => {
  const onerror = (error) => { sheet = undefined; reject(error); }; // then it can be asked for again
  const link = { rel: "stylesheet", href: new URL("slide.css", import.meta.url).href, onload: resolve, onerror };
  document.head.append(Object.assign(document.createElement("link"), link));
});

export const show = async (figure) => {
  await (sheet ??= load());
  hide();
  shown = figure;
  figure.append(back, credit);
  follow();
  page.classList.add("slide");
  figure.classList.add("on-slide");
};

const hide = () => {
  page.classList.remove("slide");
  shown?.classList.remove("on-slide");
};

/* The same address without the slide: the setting that is looked at stays. */
const address = () => location.pathname + location.hash;
const follow = () => { back.href = address(); };

const leave = (event) => {
  event.preventDefault();
  history.replaceState(null, "", address());
  hide();
  back.remove();
  credit.remove();
  shown.scrollIntoView();
  shown.querySelector(".sim-slide").focus({ preventScroll: true });
};

back.addEventListener("click", leave);
document.addEventListener("input", follow);
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && page.matches(".slide")) leave(event); });
