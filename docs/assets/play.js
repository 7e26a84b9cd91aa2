/* A figure to play with: one run after another, stage by stage. Each press brings more of a run into the
   picture; what was drawn in the build is all that is ever drawn. Loaded only where a figure can be played. */
const still = matchMedia("(prefers-reduced-motion: reduce)");

export const set = (figure) => {
  const { stages, tally, signs, along, facts, runs } = JSON.parse(figure.element.dataset.play);
  const toy = figure.form.querySelector(".sim-toy"), every = figure.form.querySelector(".sim-all");
  const buttons = [...toy.querySelectorAll("button")], line = toy.querySelector(".sim-tally");
  const slider = figure.form.elements[along];
  let stage, played, counted, way, first;

  const due = () => buttons.forEach((button, i) => {
    const next = i === (stage + 1) % stages.length;
    button.setAttribute("aria-disabled", !next);
    button.classList.toggle("is-next", next);
  });

  const count = () => {
    const signed = Object.assign(document.createElement("span"), { ariaHidden: "true", textContent: way.slice(-12) });
    line.replaceChildren(...(played ? [signed, tally.replace("{n}", counted).replace("{all}", played)] : []));
  };

  /* All runs stand in the picture, and the next press begins a round. */
  const whole = () => {
    stage = stages.length - 1;
    every.hidden = true;
    figure.element.querySelectorAll(".sim-legend li").forEach((entry) => entry.classList.remove("unseen"));
    due();
  };

  /* With another setting, and when all has been seen, the count begins anew: each round counts once. */
  const anew = () => {
    [played, counted, way] = [0, 0, ""];
    count();
  };

  /* What comes in begins where something else stands: the reader sees what moves. */
  const move = (from, to) => {
    if (still.matches || !to?.animate) return;
    const [a, b] = [from.getBBox(), to.getBBox()];
    const by = `translate(${a.x + a.width / 2 - b.x - b.width / 2}px, ${a.y + a.height / 2 - b.y - b.height / 2}px)`;
    to.animate([{ transform: by }, { transform: by, offset: 0.15 }, { transform: "none" }], { duration: 900, easing: "ease-in-out" });
  };

  const press = (at) => figure.attempt(async () => {
    if (at !== (stage + 1) % stages.length) return;
    const steps = slider ? Number(slider.max) + 1 : 1; // known only now: a guess lends the slider another scale
    const before = played % (steps * runs[0].length);
    if (slider && at === 0) {
      first = before ? first : Number(slider.value);
      slider.value = (first + before) % steps;
    }
    const run = Math.floor(before / steps);
    await figure.step(false, run);
    if (at === 0 && !before) anew();
    const one = runs[figure.index][run], shown = stages.slice(0, at + 1).flatMap(([, places]) => places);
    const late = stages.slice(at + 1).flatMap(([, places]) => places).filter((place) => !shown.includes(place));
    const marks = [...figure.element.querySelectorAll(".sim-plot .marks > *")];
    for (const place of late) marks[place].classList.add("unseen");
    const [, , words, [from, to]] = stages[at];
    move(marks[from], marks[to]);
    figure.element.querySelectorAll(".sim-key path").forEach((key) => { key.closest("li").classList.toggle("unseen", late.includes(Number(key.dataset.mark)) || !marks[key.dataset.mark].getAttribute("d")); });
    const finding = figure.say.textContent;
    const say = words.replace(/\{(\w+)\}/g, (_, name) => name === "finding" ? finding : one[facts.indexOf(name)]);
    stage = at;
    every.hidden = false;
    if (at === stages.length - 1) {
      played += 1;
      counted += one.at(-1);
      way += signs[1 - one.at(-1)];
      count();
    }
    figure.announce(say, at === stages.length - 1 ? ` ${line.lastChild.data}` : "");
    due();
  });
  buttons.forEach((button, at) => button.addEventListener("click", () => press(at)));
  every.addEventListener("click", () => figure.show(false, -1).then(whole));
  for (const kind of ["input", "reset"]) figure.form.addEventListener(kind, () => {
    anew();
    whole();
    every.hidden = figure.run < 0;
  });
  anew();
  whole();
};
