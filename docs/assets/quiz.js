/* A test that is taken twice: the first answer to each question counts, and what it came to the first time
   stands beside the second. All of it is kept in this browser only. */
const KEY = "quiz";
const questions = [...document.querySelectorAll(".question")];
const load = () => { // what stands there may be anybody's
  try {
    const { before, answers } = JSON.parse(localStorage.getItem(KEY));
    return answers?.constructor === Object ? { before, answers } : {};
  } catch { return {}; }
};
const save = (state) => { try { localStorage.setItem(KEY, JSON.stringify(state)); } catch { /* then it holds for this page */ } };
let state = load();

const say = document.createElement("p");
say.setAttribute("role", "status");
const button = (words, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.addEventListener("click", () => { act(); save(state); shut(); tell(); });
  return made;
};
const again = button("take it again", () => { state = { before: right(), answers: {} }; });
const clear = button("clear all", () => { state = {}; });
const board = Object.assign(document.createElement("div"), { className: "quiz" });
board.append(say, again, clear);
questions.at(-1).after(board);

const answered = () => Object.keys(state.answers || {}).length;
const right = () => Object.values(state.answers || {}).filter(Boolean).length;
const shut = () => document.querySelectorAll(".question details[open]").forEach((answer) => { answer.open = false; });

const tell = () => {
  const before = state.before === undefined ? "" : ` The time before it was ${state.before}.`;
  const done = answered() === questions.length;
  say.textContent = done
    ? `${right()} of ${questions.length} right at the first try.${before}`
    : `${answered()} of ${questions.length} answered.${before}`;
  again.hidden = !done;
  clear.hidden = !answered() && state.before === undefined;
};

questions.forEach((question, number) => question.addEventListener("toggle", (event) => {
  state.answers ||= {};
  if (!event.target.open || number in state.answers) return;
  state.answers[number] = event.target.classList.contains("right");
  save(state);
  tell();
}, true));
tell();
