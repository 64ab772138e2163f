/** Ink on paper: it is read on a screen and printed the same. */
export const reportStyle = `
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9px system-ui, sans-serif; color: #565e68; } }
* { box-sizing: border-box; }
html { font: 13px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif; color: #16191d; background: #fff; font-variant-numeric: tabular-nums; }
body { margin: 0 auto; padding: 28px; max-width: 860px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 32px 0 8px; padding-bottom: 4px; border-bottom: 1px solid #a9b0b8; break-after: avoid; }
h3 { font-size: 13px; margin: 16px 0 4px; break-after: avoid; overflow-wrap: anywhere; }
p { margin: 4px 0; overflow-wrap: anywhere; orphans: 3; widows: 3; }
.quiet, .facts, figcaption { color: #565e68; }
.labels { font-weight: 400; }
.facts, figcaption, table { font-size: 12px; }
code { font: 10px/1.4 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 6px 0 12px; }
th, td { text-align: left; vertical-align: top; padding: 3px 8px 3px 0; border-bottom: 1px solid #d3d7dc; font-weight: 400; overflow-wrap: anywhere; }
thead th { color: #565e68; font-size: 11px; border-bottom-color: #a9b0b8; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.numbers, .short { break-inside: avoid; }
.none { color: #6b727b; }
.numbers td, .numbers thead th:not(:first-child) { text-align: right; }
.sent td { padding-top: 1px; padding-bottom: 1px; white-space: nowrap; }
.sent td:last-child { white-space: normal; }
dl { display: grid; grid-template-columns: 90px 1fr; gap: 2px 12px; margin: 6px 0 14px; font-size: 12px; }
dt { color: #565e68; }
dd { margin: 0; overflow-wrap: anywhere; }
.chart { display: block; width: 100%; height: auto; margin: 6px 0 14px; break-inside: avoid; }
.chart text { font-size: 11px; fill: #16191d; }
.chart .number { fill: #565e68; }
.chart .axis { stroke: #a9b0b8; stroke-width: 1; }
.event { break-inside: avoid; padding: 2px 0 10px; border-bottom: 1px solid #e6e9ed; }
.swatch { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border: 1px solid rgb(0 0 0 / 45%); border-radius: 2px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.note, .thought { white-space: pre-wrap; }
.thought { color: #3a424b; }
.pictures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; margin-top: 6px; }
.key-images { grid-template-columns: repeat(2, 1fr); gap: 12px; }
.key-images > div { break-inside: avoid; }
figure { margin: 0; break-inside: avoid; }
figcaption { margin-top: 3px; line-height: 1.35; }
.strip { grid-template-columns: repeat(8, 1fr); gap: 4px; }
.strip figcaption { font-size: 11px; }
.picture { position: relative; line-height: 0; }
.picture img { width: 100%; height: auto; background: #eef0f2; }
.picture svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.question { padding-bottom: 12px; border-bottom: 1px solid #e6e9ed; }
.steps { margin: 6px 0; padding-left: 22px; }
.steps li { margin-bottom: 8px; break-inside: avoid; }
.answer { font-size: 14px; padding: 6px 10px; border-left: 3px solid #00667a; background: #eef4f6; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.warning { color: #8f2f00; }
.warning::before { content: "⚠ "; }
svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media print { body { padding: 0; max-width: none; } a { color: inherit; } }
`;
