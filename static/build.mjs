// Makes static/build/ from static/css, static/js and what npm brought: one style sheet, one font, one sprite, htmx.
import { brotliCompressSync } from "node:zlib";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compile } from "sass";
import subsetFont from "subset-font";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const modules = (name) => path(`../node_modules/${name}`);
const build = (name) => path(`build/${name}`);

// The icons in use; each stands beside a word. Names as on tabler.io/icons.
const ICONS = `
  home calendar-plus calendar-event calendar-off ticket chart-bar login-2 logout user users building building-community
  clipboard-list clipboard-check file-text file-spreadsheet file-download search check x alert-triangle alert-circle info-circle
  circle-check circle-x clock hourglass arrow-right arrow-left arrow-up-right chevron-right chevron-left chevron-down map-pin phone
  mail printer download pencil trash plus lock lock-open history qrcode shield-check ruler-2 calculator license building-skyscraper
  wall tool coin heart-handshake droplet map language menu-2 dots adjustments refresh target trending-up message-2 external-link
  flag list-check rosette-discount-check progress ban eye stack-2 device-desktop device-tablet door-enter school bell mood-smile
  key device-mobile fingerprint user-circle
`.trim().split(/\s+/);

async function styles() {
  const { css } = compile(path("css/krs.scss"), {
    loadPaths: [path("../node_modules")],
    style: "compressed",
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  await writeFile(build("krs.css"), css);
  return css;
}

async function fonts() {
  const inter = await readFile(modules("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"));
  const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, index) => from + index));
  const text = range(0x20, 0x7e) + range(0xa0, 0xff) + "–—‘’“”…•←↑→↓−≤≥€™";
  const keepFeatures = ["kern", "tnum", "ccmp", "locl", "mark", "case", "calt"];
  const weights = { wght: { min: 400, max: 700 } };
  // Paper has what people write: Javanese script, which is shaped by all its features, and emoji, in one colour.
  const javanese = await readFile(modules("@fontsource/noto-sans-javanese/files/noto-sans-javanese-javanese-400-normal.woff2"));
  const emoji = await readFile(modules("@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2"));
  const signs = range(0x1f000, 0x1faff) + range(0x2600, 0x27bf) + range(0x2b00, 0x2bff) + range(0x2300, 0x23ff) + "\u200d\ufe0f\u20e3";
  const save = async (name, options) => writeFile(build(name), await subsetFont(inter, text, { keepFeatures, ...options }));
  await Promise.all([
    save("inter.woff2", { targetFormat: "woff2", variationAxes: weights, noHinting: true }),
    save("inter-regular.ttf", { targetFormat: "sfnt", variationAxes: { wght: 400 } }), // paper: one file a weight
    save("inter-bold.ttf", { targetFormat: "sfnt", variationAxes: { wght: 650 } }),
    writeFile(build("javanese.ttf"), await subsetFont(javanese, range(0xa980, 0xa9df) + " \u200c\u200d\u25cc", { targetFormat: "sfnt" })),
    writeFile(build("emoji.ttf"), await subsetFont(emoji, signs, { targetFormat: "sfnt" })),
  ]);
}

async function icons() {
  const symbols = ICONS.map(async (name) => {
    const svg = await readFile(modules(`@tabler/icons/icons/outline/${name}.svg`), "utf8");
    const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$|<path stroke="none"[^>]*>/g, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${(await Promise.all(symbols)).join("\n")}</svg>`;
  await writeFile(build("icons.svg"), sprite);
  const arrow = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#566173" stroke-width="2"><path d="M6 9l6 6l6 -6"/></svg>';
  await writeFile(build("caret.svg"), arrow); // a select's arrow, as a file so that the policy needs no data: address
}

await mkdir(build(""), { recursive: true });
const [css] = await Promise.all([styles(), fonts(), icons(), copyFile(modules("htmx.org/dist/htmx.min.js"), build("htmx.js"))]);
console.log(`static/build: krs.css ${(brotliCompressSync(css).length / 1024).toFixed(1)} kB brotli, ${ICONS.length} icons`);
