// A plugin of prettier for JSON with comments. GraphiQL takes prettier's own, which brings a whole JavaScript parser
// (half a megabyte) to indent the variables; jsonc-parser is in the bundle anyway and can do the same.
import { applyEdits, format } from 'jsonc-parser';

/** What the parser makes of a text: itself. */
interface Document {
  text: string;
}

const astFormat = 'accord-jsonc';

export const parsers = {
  jsonc: {
    astFormat,
    parse: (text: string): Document => ({ text }),
    locStart: () => 0,
    locEnd: ({ text }: Document) => text.length,
  },
};

export const printers = {
  [astFormat]: {
    print: ({ node: { text } }: { node: Document }) =>
      applyEdits(text, format(text, undefined, { tabSize: 2, insertSpaces: true })),
  },
};
