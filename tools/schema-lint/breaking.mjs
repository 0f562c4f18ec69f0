// Compares the schema with baseline.graphqls and fails when a client of that one could break; with the argument `record`
// writes the schema there instead. The baseline holds no descriptions, so that only what clients rely on changes it.
import { CriticalityLevel, ChangeType, diff } from '@graphql-inspector/core';
import { buildASTSchema, concatAST, Kind, lexicographicSortSchema, parse, printSchema, visit } from 'graphql';
import { readdir, readFile, writeFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
const baseline = new URL('baseline.graphqls', import.meta.url);

/** Changes that no client fails to parse, and that still give it another answer to what it asks. */
const alsoBreaking = [
  ChangeType.FieldArgumentDefaultChanged,
  ChangeType.InputFieldDefaultValueChanged,
];

const read = async files => {
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')));
  const document = visit(concatAST(texts.map(text => parse(text))), {
    enter(node) {
      return node.kind !== Kind.DOCUMENT && node.description ? { ...node, description: undefined } : undefined;
    },
  });
  return lexicographicSortSchema(buildASTSchema(document));
};

const topics = (await readdir(new URL('graph/schema/', root))).filter(name => name.endsWith('.graphqls')).sort();
const files = [new URL('schema.graphqls', root), ...topics.map(name => new URL(`graph/schema/${name}`, root))];
const schema = await read(files).catch(error => {
  console.log(`The schema cannot be read, and was not compared: ${error.message}`);
  process.exit(1);
});

if (process.argv[2] === 'record') {
  await writeFile(baseline, `${printSchema(schema)}\n`);
} else {
  const changes = await diff(await read([baseline]), schema);
  const breaking = changes.filter(
    ({ type, criticality }) => criticality.level === CriticalityLevel.Breaking || alsoBreaking.includes(type),
  );
  for (const { message } of breaking) console.log(`breaking: ${message}`);
  console.log(`${breaking.length} breaking changes since the baseline, ${changes.length - breaking.length} others`);
  if (breaking.length > 0) {
    console.log('Clients rely on what was there: deprecate it and keep it. CONTRIBUTING.md says what to do otherwise.');
    process.exitCode = 1;
  }
}
