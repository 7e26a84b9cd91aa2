/* A slide: one figure alone in the window, and the way back to its page. Loaded where an address asks for it. */
const page = document.documentElement;
const back = Object.assign(document.createElement("a"), { className: "sim-back", textContent: "back to the page" });
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
  figure.append(back);
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
  shown.scrollIntoView();
  shown.querySelector(".sim-slide").focus({ preventScroll: true });
};

back.addEventListener("click", leave);
document.addEventListener("input", follow);
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && page.matches(".slide")) leave(event); });
