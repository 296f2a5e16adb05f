/** The style of the page, light or dark as the reader's system is. Colours never say something that no word says. */
export const STYLE = `
:root { color-scheme: light dark; --back: #fff; --panel: #f6f8fa; --text: #1f2328; --dim: #59636e; --line: #818b98; --link: #0550ae; --error: #b3202c; --warning: #7d4e00; --info: #0550ae; --passed: #116329; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --panel: #161b22; --text: #e6edf3; --dim: #9da7b3; --line: #656c76; --link: #79c0ff; --error: #ff9a94; --warning: #e3b341; --info: #79c0ff; --passed: #7ee787; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
nav ul { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
.verdict { font-size: 1.25rem; }
h2 { border-bottom: 1px solid var(--line); }
h4 { margin: 0; font-size: 1rem; }
small, .dim, figcaption { color: var(--dim); font-weight: normal; }
code, pre { font: 0.875rem/1.4 ui-monospace, Menlo, Consolas, monospace; }
pre { padding: 0.5rem; background: var(--panel); overflow-x: auto; }
.wide, figure { margin: 1rem 0; overflow-x: auto; }
table { border-collapse: collapse; overflow-wrap: normal; }
caption { padding: 0.25rem 0; color: var(--dim); text-align: left; }
th, td { padding: 0.25rem 0.75rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
tbody th { font-weight: normal; }
th[scope="rowgroup"], thead th { background: var(--panel); font-weight: bold; }
.nowrap { white-space: nowrap; }
.finding { margin: 1rem 0; padding: 0.5rem 1rem; border: 1px solid var(--line); border-left-width: 0.4rem; }
.error { border-left-color: var(--error); } .error .severity, .error .mark, .failed .nowrap { color: var(--error); }
.warning { border-left-color: var(--warning); } .warning .severity, .warning .mark { color: var(--warning); }
.info { border-left-color: var(--info); } .info .severity, .info .mark { color: var(--info); }
.passed .nowrap { color: var(--passed); }
.severity { padding: 0 0.4rem; border: 1px solid; border-radius: 0.25rem; font-weight: normal; }
fieldset { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; border: 1px solid var(--line); }
.choice { white-space: nowrap; }
select { max-width: 20rem; font: inherit; }
svg { display: block; }
svg text { fill: var(--text); font: 13px system-ui, sans-serif; text-anchor: middle; }
svg .note { fill: var(--dim); font-size: 12px; }
svg rect { fill: var(--panel); stroke: var(--line); }
svg .done rect { stroke: var(--passed); } svg .failed rect, svg .blocked rect { stroke: var(--error); stroke-width: 2; } svg .unknown rect { stroke: var(--error); stroke-dasharray: 5 4; }
svg path { fill: none; stroke: var(--line); } svg marker path { fill: var(--line); stroke: none; }
@media print { form, nav, .skip { display: none; } pre { overflow: visible; white-space: pre-wrap; } .finding { break-inside: avoid; } }
`;
