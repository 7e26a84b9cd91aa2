/* The first script of each page that is served to an engine: it keeps what the page complains of. */
"use strict";
window.complaints = [];
const complain = (...what) => window.complaints.push(what.map(String).join(" "));
window.addEventListener("error", ({ message, target }) => {
  complain(message ?? `${target.localName} did not load: ${target.src || target.href}`);
}, true);
window.addEventListener("unhandledrejection", ({ reason }) => complain(reason));
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  complain(`${violatedDirective} forbids ${blockedURI}`);
});
for (const kind of ["error", "warn"]) {
  const say = console[kind];
  console[kind] = (...what) => {
    complain(...what);
    say.apply(console, what);
  };
}
