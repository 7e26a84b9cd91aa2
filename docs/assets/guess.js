/* Guess, then see: the first slider takes the guess over the axes and what is left with the cause off; then
   the figure comes, with the guess drawn in. Loaded only where a figure waits for a guess. */
const SVG = "http://www.w3.org/2000/svg";
const key = (element) => `guessed:${element.id}`;

/* Whether a reader has been here before; where nothing can be remembered, nothing is veiled twice a page. */
export const seen = (element) => {
  try { return localStorage.getItem(key(element)) !== null; } catch { return false; }
};

export const ask = (element) => {
  const { said, shown, answer, line } = JSON.parse(element.dataset.guess);
  const form = element.querySelector(".sim-controls");
  const slider = form.querySelector("input[type=range]");
  const label = slider.previousElementSibling, output = slider.nextElementSibling;
  const poster = element.querySelector(".sim-plot .sim-poster");
  const kept = { min: slider.min, max: slider.max, value: slider.value, label: label.textContent, shown: output.value, text: slider.getAttribute("aria-valuetext") };
  const hidden = [...poster.querySelectorAll(".marks")];
  const twin = [...element.querySelectorAll(".sim-twin .marks")].map((marks) => marks.cloneNode(true));
  const mark = document.createElementNS(SVG, "path");
  mark.setAttribute("class", "guess");
  hidden.forEach((marks, i) => { twin[i].classList.add("twin"); marks.after(twin[i]); });
  if (line) poster.append(mark);

  const buttons = document.createElement("div");
  buttons.className = "sim-guessing";
  const button = (words, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    made.addEventListener("click", act);
    buttons.append(made);
  };

  const move = (event) => {
    event?.stopImmediatePropagation();
    output.value = shown[slider.value];
    slider.setAttribute("aria-valuetext", output.value);
    if (!line) return;
    const [axis, start, stop, from, to] = line;
    const at = Math.round(start + (stop - start) * slider.value / (shown.length - 1));
    mark.setAttribute("d", axis === "x" ? `M${at} ${from}V${to}` : `M${from} ${at}H${to}`);
  };

  const reveal = (guessed) => {
    const step = Number(slider.value);
    slider.removeEventListener("input", move);
    Object.assign(slider, { min: kept.min, max: kept.max, value: kept.value });
    slider.setAttribute("aria-valuetext", kept.text);
    label.textContent = kept.label;
    output.value = kept.shown;
    twin.forEach((marks) => marks.remove());
    buttons.remove();
    element.classList.remove("is-guessing");
    element.classList.add("guessed");
    for (const described of [element, poster]) point(described, `${element.id}-say`);
    if (guessed) {
      const judged = step < Math.floor(answer[0]) ? "It is more" : step > Math.ceil(answer[1]) ? "It is less" : "That is right";
      const verdict = element.querySelector(".sim-ask");
      verdict.textContent = `Your guess: ${shown[step]}. ${judged}: ${said}.`;
      verdict.classList.add("sim-verdict");
    } else mark.remove();
    try { localStorage.setItem(key(element), guessed ? shown[step] : ""); } catch { /* then it is asked again */ }
    slider.focus({ preventScroll: true });
  };

  const point = (described, ident) => {
    for (const name of ["aria-labelledby", "aria-describedby"]) if (described.hasAttribute(name)) described.setAttribute(name, ident);
  };

  Object.assign(slider, { min: 0, max: shown.length - 1, value: Math.floor(shown.length / 2) });
  label.textContent = "your guess";
  slider.addEventListener("input", move);
  button("that is my guess", () => reveal(true));
  button("just show me", () => reveal(false));
  form.querySelector(".sim-buttons").append(buttons);
  for (const described of [element, poster]) point(described, `${element.id}-ask`);
  element.classList.add("is-guessing");
  move();
};
