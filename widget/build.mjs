// Builds the widget: the answer's types and its check from the JSON Schema, then one bundle.
// `--types` stops after the generated files, which is all that the type check needs.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const GENERATED = here("src/generated");
const DIST = here("dist");

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
  await build({
    entryPoints: [here("src/b2m-chat.ts")],
    outfile: `${DIST}/b2m-chat.js`,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "eof",
  });
  for (const name of await readdir(here("page"))) await copyFile(here(`page/${name}`), `${DIST}/${name}`);
}

await generate();
if (!process.argv.includes("--types")) await bundle();
