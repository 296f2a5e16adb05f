/** The one script of the page: shows the filter and hides the findings that were not asked for. */
export const SCRIPT = `
"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const findings = [...document.querySelectorAll(".finding")];
  const files = [...document.querySelectorAll(".file")];
  const choices = [...form.querySelectorAll("select")];
  const apply = () => {
    for (const finding of findings) finding.hidden = choices.some(({ name, value }) => value !== "" && finding.dataset[name] !== value);
    for (const file of files) file.hidden = !file.querySelector(".finding:not([hidden])");
    const shown = findings.filter((finding) => !finding.hidden).length;
    document.getElementById("shown").textContent = shown + " of " + findings.length + " shown";
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", apply);
  form.hidden = false;
  apply();
})();
`;
