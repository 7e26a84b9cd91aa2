/* Steps through a figure's precomputed settings, and turns its picture into a live chart on request.
   No framework; every page is complete without it. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const REST = 700; // milliseconds that a mouse lies still on a plot before it means something
  const WAITING = ".sim[data-guess]:not(.guessed)"; // for the reader's guess
  const here = document.currentScript.src;
  const note = (words) => Object.assign(document.createElement("p"), { className: "sim-note", textContent: words });

  /* From disk a browser fetches nothing, so no control could work: then the page is as without a script. */
  if (location.protocol === "file:") {
    document.documentElement.classList.replace("js", "no-js");
    for (const figure of document.querySelectorAll(".sim")) figure.classList.add("guessed");
    document.querySelector(".sim-controls")?.before(note("Opened from disk, this page shows its figures without their controls."));
    return;
  }

  /* What is asked for twice is fetched once; what did not come is asked for again. */
  const once = new Map();
  let failures = 0;
  const kept = (name, ask) => {
    if (!once.has(name)) {
      once.set(name, ask().catch((error) => {
        once.delete(name);
        failures += 1;
        throw error;
      }));
    }
    return once.get(name);
  };
  const fetched = (address) => kept(address, async () => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  });

  /* What only some readers need comes when it is needed. A browser remembers a module that failed, by its address. */
  const later = (name) => kept(name, () => import(new URL(failures ? `${name}?${failures}` : name, here).href));

  class Figure {
    constructor(element) {
      this.element = element;
      this.form = element.querySelector(".sim-controls");
      this.say = element.querySelector(".sim-say");
      this.spoken = element.querySelector(".sim-spoken");
      this.plot = element.querySelector(".sim-plot");
      this.controls = [...this.form.querySelectorAll(".sim-control")].map((box) => [...box.querySelectorAll("input")]);
      this.cause = this.form.querySelector("[name=cause]");
      this.explore = this.form.querySelector(".sim-explore");
      this.single = this.form.querySelector(".sim-run");
      this.next = this.form.querySelector(".sim-next");
      this.run = -1; // all of them
      this.form.hidden = false;
      for (const event of ["pointerenter", "focusin"]) {
        this.form.addEventListener(event, () => this.steps().catch(() => {}), { once: true });
      }
      this.form.addEventListener("input", () => this.show(true));
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("reset", () => setTimeout(() => this.show(true, -1)));
      this.explore.addEventListener("click", () => this.isLive ? this.goBack() : this.goLive());
      this.single?.addEventListener("click", () => this.show(false, this.run < 0 ? 0 : -1));
      this.next?.addEventListener("click", () => this.show(false, this.run + 1));
      this.restWakes();
    }

    steps() {
      return fetched(this.element.dataset.sim);
    }

    /* Does what needs a file. If that does not come, says so: the picture stands as it was. */
    async attempt(work) {
      this.trouble?.remove();
      try {
        await work();
      } catch (error) {
        console.error(error);
        this.trouble?.remove();
        this.trouble = note("This did not load. The picture stands as it was; please try again.");
        this.trouble.setAttribute("role", "alert");
        this.form.append(this.trouble);
      }
    }

    /* A mouse at rest on the plot asks for the live chart; a passing thumb or a Tab key does not. */
    restWakes() {
      this.plot.addEventListener("pointermove", (event) => {
        clearTimeout(this.rest);
        if (event.pointerType === "mouse" && !event.buttons && !this.isLive && !this.wentBack && this.run < 0 && !this.element.matches(WAITING) && this.explore.checkVisibility?.({ visibilityProperty: true })) this.rest = setTimeout(() => this.goLive(), REST);
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

    show(byReader, run = this.run) {
      return this.attempt(() => this.step(byReader, run));
    }

    async step(byReader, run) {
      const turn = this.turn = {}; // a later turn overtakes this one
      const steps = await this.steps();
      const index = this.index = this.cell(steps);
      const cell = steps.cells[index];
      const at = cell.runs && run >= 0 ? run % cell.runs : -1;
      const single = at < 0 ? null : await this.alone(steps.runs, index, at);
      if (turn !== this.turn) return;
      this.run = cell.runs ? at : run;
      steps.controls.forEach((control, i) => {
        const [slider] = this.controls[i];
        if (slider.type !== "range") return;
        const shown = control.shown[slider.value];
        slider.setAttribute("aria-valuetext", shown);
        slider.nextElementSibling.value = shown;
      });
      this.tell(cell.runs, at);
      this.draw(steps.looks[cell.look], cell.marks, single?.marks);
      this.announce((single || cell).say);
      this.element.querySelector(".sim-now caption").textContent = cell.say;
      this.element.querySelectorAll(".sim-now tbody tr").forEach((row, i) => {
        [...row.children].forEach((field, j) => { field.textContent = cell.rows[i][j]; });
      });
      if (byReader) this.address(steps);
      if (at >= 0) this.toLive(false);
      if (this.isLive) await this.chart.draw(index);
    }

    /* One run by itself: its own marks, and for the rest those that all runs share. */
    async alone({ each, files }, index, at) {
      const file = new URL(files[Math.floor(at / each)], new URL(this.element.dataset.sim, location));
      return (await fetched(file.href)).runs[at % each][index];
    }

    /* Where all runs look alike there is none to look at alone. */
    tell(runs, at) {
      if (!this.single) return;
      this.single.hidden = !runs;
      this.single.setAttribute("aria-pressed", at >= 0);
      this.next.hidden = at < 0;
      this.next.textContent = `next run (${at + 1} of ${runs})`;
    }

    draw(look, all, own) {
      const marks = own ? own.map((mark, i) => mark ?? all[i]) : all;
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
    announce(words, more = "") {
      this.say.textContent = words;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => { this.spoken.textContent = words + more; }, 600);
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
      const steps = await this.steps();
      const state = new URLSearchParams(query);
      steps.controls.forEach((control, i) => {
        const asked = state.get(control.name);
        const step = asked === null ? -1 : control.values.findIndex((value) => String(value) === asked || value === Number(asked));
        Figure.set(this.controls[i], step < 0 ? Figure.start(this.controls[i]) : step);
      });
      if (this.cause) this.cause.checked = state.get("cause") !== "off";
      await this.step(false, -1);
      this.address(steps);
    }

    get isLive() {
      return this.element.classList.contains("is-live");
    }

    toLive(live) {
      this.element.classList.toggle("is-live", live);
      this.explore.textContent = live ? "back to the picture" : "zoom and read values";
    }

    /* Everything that the live chart needs comes with live.js, and only now. */
    goLive() {
      return this.attempt(async () => (await later("live.js")).goLive(this, fetched));
    }

    /* A reader who wanted the picture back is not woken again by a mouse at rest. */
    goBack() {
      this.wentBack = true;
      this.toLive(false);
    }
  }

  const figures = new Map();

  const decoded = (text) => {
    try { return decodeURIComponent(text); } catch { return text; } // an address may hold anything
  };

  const follow = () => {
    const [ident, query] = decoded(location.hash.slice(1)).split("?");
    const figure = figures.get(ident);
    if (!figure) return;
    figure.element.classList.add("guessed"); // what a link points at is never veiled
    figure.element.dispatchEvent(new Event("linked"));
    if (new URLSearchParams(location.search).has("slide")) figure.attempt(async () => (await later("slide.js")).show(figure.element));
    if (query !== undefined) figure.attempt(() => figure.restore(query)).then(() => figure.element.scrollIntoView());
  };

  const start = () => {
    for (const element of document.querySelectorAll("figure.sim")) {
      if (figures.get(element.id)?.element !== element) figures.set(element.id, new Figure(element));
    }
    follow();
    for (const figure of document.querySelectorAll("[data-play]")) later("play.js").then(({ set }) => set(figures.get(figure.id)));
    for (const figure of document.querySelectorAll(WAITING)) {
      later("guess.js").then(({ wait }) => wait(figure), () => figure.classList.add("guessed"));
    }
  };

  const turn = (event) => {
    const link = event.target.closest?.("a:is(.cite, .term, .claim)");
    if (!link) return;
    for (const kind of ["pointerover", "focusin"]) document.removeEventListener(kind, turn);
    const touch = event.pointerType === "touch"; // shows the card, and does not follow the link
    if (touch) link.addEventListener("click", (click) => click.preventDefault(), { once: true });
    later("cards.js").then(({ show }) => { if (touch || link.matches(":hover, :focus")) show(link); });
  };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, turn);

  /* Marks of what was read to its end, for whoever opens the contents. */
  const marks = (end) => later("progress.js").then(({ ended }) => end && ended(), () => {});
  document.querySelector(".book-contents").addEventListener("toggle", () => { marks(); later("contents.js").catch(() => {}); });
  new IntersectionObserver(([foot]) => { if (foot.isIntersecting && scrollY) marks(true); }).observe(document.querySelector(".md-footer"));

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
