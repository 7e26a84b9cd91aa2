/* The contents, once open, close as a menu does: by Escape, by a click elsewhere, or as the focus goes on.
   Loaded where they are opened. */
const contents = document.querySelector(".book-contents");

const outside = (event) => {
  if (!event.composedPath().includes(contents)) contents.open = false;
};

for (const event of ["click", "focusin"]) document.addEventListener(event, outside);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !contents.open) return;
  contents.open = false;
  contents.querySelector("summary").focus();
});
