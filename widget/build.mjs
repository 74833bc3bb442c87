// Builds the widget: the answer's types and its check from the JSON Schema, then one bundle, once
// under its plain name and once under a name that changes with its content, for those who pin it.
// `--types` stops after the generated files, which is all that the type check needs.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const GENERATED = here("src/generated");
const DIST = here("dist");
const BUNDLE = `${DIST}/b2m-chat.js`;

/** Pydantic titles every property; as types those names would only be noise. */
function withoutTitles(part, isDefinition = false) {
  if (Array.isArray(part)) return part.map((item) => withoutTitles(item));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key, value]) => key !== "title" || isDefinition || typeof value !== "string")
      .map(([key, value]) => [
        key,
        key === "$defs"
          ? Object.fromEntries(
              Object.entries(value).map(([name, item]) => [name, withoutTitles(item, true)]),
            )
          : withoutTitles(value),
      ]),
  );
}

function withoutDescriptions(schema) {
  return JSON.parse(
    JSON.stringify(schema, (key, value) =>
      key === "description" && typeof value === "string" ? undefined : value,
    ),
  );
}

async function generate() {
  const schema = withoutTitles(
    JSON.parse(await readFile(here("../docs/contract/answer.schema.json"), "utf8")),
    true,
  );
  await mkdir(GENERATED, { recursive: true });
  await writeFile(
    `${GENERATED}/answer.ts`,
    await compile(schema, "Answer", { additionalProperties: false, format: false }),
  );
  const ajv = new Ajv({
    code: { source: true, esm: true, optimize: 2 },
    messages: false, // nobody reads why an answer is refused; without them the code is half as long
    loopEnum: 2,
    strict: false,
    validateFormats: false,
  });
  await writeFile(
    `${GENERATED}/is-answer.js`,
    `// @ts-nocheck\n${standaloneCode(ajv, ajv.compile(withoutDescriptions(schema)))}`,
  );
  await writeFile(
    `${GENERATED}/is-answer.d.ts`,
    'import type { Answer } from "./answer.js";\n' +
      "export default function isAnswer(thing: unknown): thing is Answer;\n",
  );
}

async function bundle() {
  await rm(DIST, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: [here("src/b2m-chat.ts")],
    outfile: BUNDLE,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none", // the whole notices stand in licences.txt
    banner: { js: "/* β2M assistant. Licences of what is inside: licences.txt beside this file. */" },
    metafile: true,
  });
  await writeFile(`${DIST}/licences.txt`, await licences(Object.keys(metafile.inputs)));
  for (const name of await readdir(here("page"))) await copyFile(here(`page/${name}`), `${DIST}/${name}`);
  await pin();
}

/** The licence texts of everything that went into the bundle, ours first. */
async function licences(inputs) {
  const names = inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  const packages = [...new Set(names.filter(Boolean))].sort();
  const parts = [`β2M assistant\n\n${await readFile(here("../LICENSE"), "utf8")}`];
  for (const name of packages) {
    const folder = here(`node_modules/${name}`);
    const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    if (!file) throw new Error(`${name} has no licence file: find out under which terms it comes`);
    parts.push(`${name} ${version} (${license})\n\n${await readFile(`${folder}/${file}`, "utf8")}`);
  }
  return parts.map((part) => part.trim()).join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

/** A copy under a name of its own, and the line with its hash for pages that pin it. */
async function pin() {
  const content = await readFile(BUNDLE);
  const { version } = JSON.parse(await readFile(here("package.json"), "utf8"));
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 8);
  const name = `b2m-chat-${version}-${digest}.js`;
  const integrity = `sha384-${createHash("sha384").update(content).digest("base64")}`;
  await copyFile(BUNDLE, `${DIST}/${name}`);
  const line = `<script type="module" src="${name}" integrity="${integrity}" crossorigin></script>`;
  await writeFile(`${DIST}/pinned.txt`, `${line}\n`);
  console.log(`To pin this version of the widget, put its address before the name:\n${line}`);
}

await generate();
if (!process.argv.includes("--types")) await bundle();
