/* A figure to play with: one run after another, stage by stage. Each press brings more of a run into the
   picture; what was drawn in the build is all that is ever drawn. Loaded only where a figure can be played. */
const still = matchMedia("(prefers-reduced-motion: reduce)");

export const set = (figure) => {
  const { stages, tally, facts, runs } = JSON.parse(figure.element.dataset.play);
  let stage = stages.length - 1, run = -1, hires = 0, counted = 0, way = "";
  const buttons = [...figure.form.querySelectorAll(".sim-toy button")];
  const line = figure.form.querySelector(".sim-tally");

  const due = () => buttons.forEach((button, i) => {
    const next = i === (stage + 1) % stages.length;
    button.setAttribute("aria-disabled", !next);
    button.classList.toggle("is-next", next);
  });

  /* What comes in begins where the stage before it ended: the reader sees what falls. */
  const fall = (from, to) => {
    if (still.matches || !from || !to?.animate) return;
    const [a, b] = [from.getBBox(), to.getBBox()];
    const by = `translate(${a.x + a.width / 2 - b.x - b.width / 2}px, ${a.y + a.height / 2 - b.y - b.height / 2}px)`;
    to.animate([{ transform: by }, { transform: by, offset: 0.15 }, { transform: "none" }], { duration: 900, easing: "ease-in-out" });
  };

  const press = (at) => figure.attempt(async () => {
    if (at !== (stage + 1) % stages.length) return;
    const all = runs[figure.cell(await figure.steps())];
    if (at === 0) run = (run + 1) % all.length;
    await figure.step(false, run);
    stage = at;
    const marks = [...figure.element.querySelectorAll(".sim-plot .marks > *")];
    const late = stages.slice(at + 1).flatMap(([, places]) => places);
    for (const place of late) marks[place].classList.add("unseen");
    const path = (places) => places.map((place) => marks[place]).filter((mark) => mark.localName === "path");
    if (at) fall(path(stages[at - 1][1]).at(-1), path(stages[at][1]).at(-1));
    figure.element.querySelectorAll(".sim-key path").forEach((key) => key.closest("li").hidden = late.includes(Number(key.dataset.mark)));
    const say = stages[at][2].replace(/\{(\w+)\}/g, (_, name) => all[run][facts.indexOf(name)]);
    if (at === stages.length - 1) {
      hires += 1;
      counted += all[run].at(-1);
      way += all[run].at(-1) ? "\u2198" : "\u2197";
      const arrows = Object.assign(document.createElement("span"), { ariaHidden: "true", textContent: way.slice(-12) });
      line.replaceChildren(arrows, tally.replace("{n}", counted).replace("{all}", hires));
    }
    figure.announce(say, at === stages.length - 1 ? ` ${line.lastChild.data}` : "");
    due();
  });
  buttons.forEach((button, at) => button.addEventListener("click", () => press(at)));
  for (const kind of ["input", "reset"]) figure.form.addEventListener(kind, () => {
    [stage, hires, counted, way] = [stages.length - 1, 0, 0, ""];
    line.replaceChildren();
    figure.element.querySelectorAll(".sim-legend li").forEach((entry) => { entry.hidden = false; });
    due();
  });
  due();
};
