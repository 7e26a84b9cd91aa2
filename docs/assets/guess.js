/* Guess, then see: while a figure waits, its first slider moves the reader's mark over empty axes, or along a
   ruler where the guess lies on none of them; then the truth comes in, and the guess stays where it was put.
   Loaded only where a figure waits for a guess. */
const SVG = "http://www.w3.org/2000/svg";
const key = (element) => `guessed:${element.id}`;

/* Whether a reader has been here before, or has seen what this script came too late to veil; where nothing can
   be remembered, it is asked again. */
const seen = (element) => {
  if (getComputedStyle(element.querySelector(".sim-say")).visibility === "visible") return true;
  try { return localStorage.getItem(key(element)) !== null; } catch { return false; }
};

/* A change of what a box takes of the page, which moves up nothing that a reader has in sight. */
const still = (box, change) => {
  const { height } = box.getBoundingClientRect();
  change();
  const { top, bottom } = box.getBoundingClientRect();
  if (bottom < innerHeight) box.style.minHeight = `${Math.min(height, innerHeight - top)}px`;
};

export const wait = (element) => {
  if (seen(element)) still(element.querySelector(".sim-title"), () => element.classList.add("guessed"));
  if (!element.matches(".guessed, .is-guessing")) ask(element);
};

const ask = (element) => {
  const { said, shown, at: steps, judged, line: [axis, from, to], truth } = JSON.parse(element.dataset.guess);
  let sum = 0;
  const at = steps.map((step) => sum += step);
  const form = element.querySelector(".sim-controls");
  const slider = form.querySelector("input[type=range]");
  const label = slider.previousElementSibling, output = slider.nextElementSibling;
  const kept = { max: slider.max, label: label.textContent, shown: output.value, text: slider.getAttribute("aria-valuetext") };
  const question = element.querySelector(".sim-ask");
  const poster = element.querySelector(".sim-plot .sim-poster");
  const ruler = element.querySelector(".sim-ruler");
  const scale = ruler || poster;
  const across = axis === "x";

  const add = (parent, name, css) => {
    const made = parent.appendChild(document.createElementNS(SVG, name));
    made.setAttribute("class", css);
    return made;
  };
  const mark = add(scale, "path", "guess");
  const tag = add(scale, "g", "label tag");
  const words = add(tag, "text", "");

  /* The mark across the scale, and its words above it, on the side where there is room. */
  const move = (event) => {
    event?.stopImmediatePropagation();
    const place = at[slider.value], third = Math.floor(3 * slider.value / shown.length);
    output.value = shown[slider.value];
    slider.setAttribute("aria-valuetext", output.value);
    mark.setAttribute("d", across ? `M${place} ${from}V${to}m-40 0h80` : `M${from} ${place}H${to}m0-40v80`);
    words.setAttribute("x", across ? place : to);
    words.setAttribute("y", across ? to - 50 : place - 80);
    words.setAttribute("text-anchor", ["start", "middle", "end"][across ? third : 2]);
    words.textContent = `your guess: ${output.value}`;
  };

  const point = (ident) => {
    for (const [described, name] of [[element, "aria-labelledby"], [poster, "aria-describedby"]]) {
      described.setAttribute(name, `${element.id}-${ident}`);
    }
  };

  /* The control is the figure's again, and what was veiled is seen. */
  const end = () => {
    element.removeEventListener("linked", leave);
    slider.removeEventListener("input", move);
    Object.assign(slider, { max: kept.max, value: slider.defaultValue });
    slider.setAttribute("aria-valuetext", kept.text);
    label.textContent = kept.label;
    output.value = kept.shown;
    buttons.remove();
    element.style.minHeight = "";
    point("say");
    element.classList.replace("is-guessing", "guessed");
  };

  const leave = () => {
    end();
    for (const made of [mark, tag]) made.remove();
  };

  const reveal = (guessed) => {
    const step = Number(slider.value);
    if (guessed) end();
    else leave();
    element.classList.add("comes");
    slider.focus({ preventScroll: true });
    try { localStorage.setItem(key(element), guessed ? shown[step] : ""); } catch { /* then it is asked again */ }
    if (!guessed) return;
    const [low, median, high] = truth;
    add(scale, "path", "truth").setAttribute("d", across ? `M${low} ${from}H${high}` : `M${from} ${low}V${high}`);
    add(scale, "path", "truth median").setAttribute("d", across ? `M${median} ${from}h0` : `M${from} ${median}h0`);
    question.classList.add("sim-verdict");
    if (ruler) question.after(ruler);
    const [, verdict] = judged.findLast(([first]) => first <= step);
    // Spoken after the slider that now has the focus: a status is read out when it changes.
    setTimeout(() => { question.textContent = `Your guess: ${shown[step]}. ${verdict}: it is ${said}.`; });
  };

  const buttons = Object.assign(document.createElement("div"), { className: "sim-guessing" });
  for (const [text, guessed] of [["that is my guess", true], ["just show me", false]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    button.addEventListener("click", () => reveal(guessed));
    buttons.append(button);
  }

  Object.assign(slider, { max: shown.length - 1, value: Math.floor(shown.length / 2) });
  label.textContent = "your guess";
  slider.addEventListener("input", move);
  element.addEventListener("linked", leave);
  form.querySelector(".sim-buttons").append(buttons);
  question.setAttribute("role", "status");
  point("ask");
  still(element, () => element.classList.add("is-guessing")); // it takes no more room than what is seen of it
  move();
};
