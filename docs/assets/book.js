/* Steps through a figure's precomputed settings, and turns its picture into a live chart on request.
   No framework; every page is complete without it. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const REST = 700; // milliseconds that a mouse lies still on a plot before it means something
  const once = new Map();

  /* What is asked for twice is fetched once. */
  const fetched = (address) => {
    if (!once.has(address)) {
      once.set(address, fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        return answer.json();
      }));
    }
    return once.get(address);
  };

  class Figure {
    constructor(element) {
      this.element = element;
      this.form = element.querySelector(".sim-controls");
      this.say = element.querySelector(".sim-say");
      this.plot = element.querySelector(".sim-plot");
      this.controls = [...this.form.querySelectorAll(".sim-control")].map((box) => [...box.querySelectorAll("input")]);
      this.cause = this.form.querySelector("[name=cause]");
      this.explore = this.form.querySelector(".sim-explore");
      this.single = this.form.querySelector(".sim-run");
      this.next = this.form.querySelector(".sim-next");
      this.run = -1; // all of them
      this.form.hidden = false;
      for (const event of ["pointerenter", "focusin"]) {
        this.form.addEventListener(event, () => fetched(this.element.dataset.sim), { once: true });
      }
      this.form.addEventListener("input", () => this.show(true));
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("reset", () => { this.run = -1; setTimeout(() => this.show(true)); });
      this.explore.addEventListener("click", () => this.goLive());
      this.single?.addEventListener("click", () => { this.run = this.run < 0 ? 0 : -1; this.show(false); });
      this.next?.addEventListener("click", () => { this.run += 1; this.show(false); });
      this.restWakes();
    }

    /* A mouse at rest on the plot asks for the live chart; a passing thumb or a Tab key does not. */
    restWakes() {
      this.plot.addEventListener("pointermove", (event) => {
        clearTimeout(this.rest);
        if (event.pointerType === "mouse" && !event.buttons && !this.live) this.rest = setTimeout(() => this.goLive(), REST);
      });
      this.plot.addEventListener("pointerleave", () => clearTimeout(this.rest));
    }

    /* The step of a control: a slider's value, or the button that is down. */
    static at(inputs) {
      return Number((inputs.find((input) => input.checked) || inputs[0]).value);
    }

    static start(inputs) {
      return Number(inputs.length > 1 ? inputs.find((input) => input.defaultChecked).value : inputs[0].defaultValue);
    }

    static set(inputs, step) {
      if (inputs.length > 1) inputs[step].checked = true;
      else inputs[0].value = step;
    }

    /* Which cell the controls ask for: last control fastest, each setting's twin right behind it. */
    cell(steps) {
      const index = steps.controls.reduce((all, control, i) => all * control.values.length + Figure.at(this.controls[i]), 0);
      return steps.cause ? 2 * index + (this.cause.checked ? 0 : 1) : index;
    }

    async show(byReader) {
      const steps = await fetched(this.element.dataset.sim);
      steps.controls.forEach((control, i) => {
        const [slider] = this.controls[i];
        if (slider.type !== "range") return;
        const shown = control.shown[slider.value];
        slider.setAttribute("aria-valuetext", shown);
        slider.nextElementSibling.value = shown;
      });
      this.index = this.cell(steps);
      const cell = steps.cells[this.index];
      const single = await this.one();
      this.draw(steps.looks[cell.look], (single || cell).marks);
      this.announce((single || cell).say);
      this.element.querySelector(".sim-now caption").textContent = cell.say;
      this.element.querySelectorAll(".sim-now tbody tr").forEach((row, i) => {
        [...row.children].forEach((field, j) => { field.textContent = cell.rows[i][j]; });
      });
      if (byReader) this.address(steps);
      this.live?.draw?.(this.index);
    }

    /* The run that is looked at by itself, if one is. */
    async one() {
      if (!this.single) return null;
      this.single.setAttribute("aria-pressed", this.run >= 0);
      this.single.textContent = this.run < 0 ? "one run" : "all runs";
      this.next.hidden = this.run < 0;
      this.element.classList.toggle("is-live", this.run < 0 && !!this.live);
      if (this.run < 0) return null;
      const runs = (await fetched(this.single.dataset.runs)).cells[this.index];
      this.run %= runs.length;
      this.next.textContent = `next run (${this.run + 1} of ${runs.length})`;
      return runs[this.run];
    }

    draw(look, marks) {
      this.element.querySelectorAll(".sim-plot .marks > *").forEach((mark, i) => {
        mark.setAttribute("class", look[i]);
        if (typeof marks[i] === "string") mark.setAttribute("d", marks[i]);
        else mark.replaceChildren(...marks[i].map(Figure.text));
      });
      for (const key of this.element.querySelectorAll(".sim-key path")) key.setAttribute("class", look[key.dataset.mark]);
    }

    static text([x, y, anchor, words]) {
      const text = document.createElementNS(SVG, "text");
      for (const [name, value] of Object.entries({ x, y, "text-anchor": anchor })) text.setAttribute(name, value);
      text.textContent = words;
      return text;
    }

    /* Seen at once, spoken when the control has come to rest. */
    announce(words) {
      this.say.setAttribute("aria-busy", "true");
      this.say.textContent = words;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.say.removeAttribute("aria-busy"), 600);
    }

    /* The state is in the address, by value: a link to it survives another grid. */
    address(steps) {
      const state = new URLSearchParams();
      steps.controls.forEach((control, i) => {
        const step = Figure.at(this.controls[i]);
        if (step !== Figure.start(this.controls[i])) state.set(control.name, control.values[step]);
      });
      if (this.cause && !this.cause.checked) state.set("cause", "off");
      const hash = `#${[this.element.id, state.toString()].filter(Boolean).join("?")}`;
      history.replaceState(null, "", hash);
      this.form.querySelector(".sim-slide").setAttribute("href", `?slide${hash}`);
    }

    async restore(query) {
      const steps = await fetched(this.element.dataset.sim);
      const state = new URLSearchParams(query);
      steps.controls.forEach((control, i) => {
        const asked = state.get(control.name);
        const step = asked === null ? -1 : control.values.findIndex((value) => String(value) === asked || value === Number(asked));
        Figure.set(this.controls[i], step < 0 ? Figure.start(this.controls[i]) : step);
      });
      if (this.cause) this.cause.checked = state.get("cause") !== "off";
      await this.show(false);
      this.address(steps);
    }

    /* Everything that the live chart needs comes with live.js, and only now. */
    async goLive() {
      if (this.live) return;
      this.explore.disabled = true;
      this.live = {};
      try {
        const { full, plotly } = this.explore.dataset;
        const script = new URL(plotly, location);
        const [steps, data, { LiveChart }] = await Promise.all([
          fetched(this.element.dataset.sim), fetched(full), import(new URL("../live.js", script).href),
        ]);
        this.index ??= this.cell(steps);
        this.live = await LiveChart.over(this.plot, data, script, this.element.id);
        await this.live.draw(this.index);
        this.element.classList.toggle("is-live", this.run < 0);
      } catch (error) { // the picture stands as it was, and the button can be tried again
        this.live = null;
        this.explore.disabled = false;
        throw error;
      }
    }
  }

  const figures = new Map();

  const follow = () => {
    const [ident, query] = decodeURIComponent(location.hash.slice(1)).split("?");
    const figure = figures.get(ident);
    if (!figure) return;
    figure.element.classList.add("guessed"); // what a link points at is never veiled
    const slide = new URLSearchParams(location.search).has("slide");
    document.documentElement.classList.toggle("slide", slide);
    figure.element.classList.toggle("on-slide", slide);
    if (query !== undefined) figure.restore(query).then(() => figure.element.scrollIntoView());
  };

  const start = () => {
    for (const element of document.querySelectorAll("figure.sim")) {
      if (figures.get(element.id)?.element !== element) figures.set(element.id, new Figure(element));
    }
    follow();
    for (const figure of document.querySelectorAll(".sim[data-guess]:not(.guessed)")) {
      later("guess.js").then(({ seen, ask }) => seen(figure) ? figure.classList.add("guessed") : ask(figure));
    }
  };

  /* What only some readers need comes when it is needed. */
  const here = document.currentScript.src;
  const later = (name) => import(new URL(name, here).href);
  const turn = (event) => {
    const link = event.target.closest?.("a:is(.cite, .term, .claim)");
    if (!link) return;
    for (const kind of ["pointerover", "focusin"]) document.removeEventListener(kind, turn);
    const touch = event.pointerType === "touch"; // shows the card, and does not follow the link
    if (touch) link.addEventListener("click", (click) => click.preventDefault(), { once: true });
    later("cards.js").then(({ show }) => { if (touch || link.matches(":hover, :focus")) show(link); });
  };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, turn);

  /* Light or dark: the page chose before it was drawn; the button chooses otherwise, and is kept. */
  const scheme = "data-md-color-scheme";
  document.querySelector(".book-scheme").addEventListener("click", () => {
    const chosen = document.body.getAttribute(scheme) === "slate" ? "default" : "slate";
    document.body.setAttribute(scheme, chosen);
    try { localStorage.setItem("scheme", chosen); } catch { /* then it holds for this page */ }
  });

  /* The theme's script, once a reader turns to the search. It waits for an event that has passed. */
  const search = () => {
    const waiting = document.querySelector("script[data-src]");
    if (!waiting) return;
    const onload = () => document.dispatchEvent(new Event("DOMContentLoaded"));
    waiting.replaceWith(Object.assign(document.createElement("script"), { src: waiting.dataset.src, onload }));
  };
  for (const event of ["focusin", "click"]) document.querySelector(".md-search").addEventListener(event, search);
  const dialog = document.getElementById("__search");
  dialog.addEventListener("change", search);
  if (new URLSearchParams(location.search).has("q")) search();
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, [type=text], [type=search]")) return;
    event.preventDefault();
    if (!dialog.checked) dialog.click();
    document.querySelector(".md-search__input").focus(); // what is typed from now on stands in the field
  });

  window.addEventListener("hashchange", follow);
  start();
})();
