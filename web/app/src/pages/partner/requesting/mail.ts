import { graphql, type ResultOf } from '../../../api/graphql';

/** A link, and its mail in one language with the standard opening paragraphs. Asking makes nothing. */
export const StandardMailQuery = graphql(`
  query StandardMail($id: ID!, $locale: String!) {
    node(id: $id) {
      __typename
      ... on Invite {
        id
        url
        email(locale: $locale) { paragraphs }
      }
    }
  }
`);

/**
 * The mail as it is to be sent, and with each opening paragraph alone, so that a refusal names the paragraph that it is
 * for.
 */
export const MailQuery = graphql(`
  query RequestMail($id: ID!, $locale: String!, $openings: [String!], $first: [String!], $second: [String!]) {
    node(id: $id) {
      __typename
      ... on Invite {
        id
        email(locale: $locale, openingParagraphs: $openings) { subject paragraphs text html mailto }
        first: email(locale: $locale, openingParagraphs: $first) { subject }
        second: email(locale: $locale, openingParagraphs: $second) { subject }
      }
    }
  }
`);

type InviteOf<Node> = Extract<Node, { __typename: 'Invite' }>;
export type Mail = NonNullable<InviteOf<NonNullable<ResultOf<typeof MailQuery>['node']>>['email']>;

/** How many paragraphs follow the opening ones: the locked one, the closing and the legal name (R2). */
const after = 3;

/** A mail's paragraphs by what they are. */
export interface Parts {
  greeting: string;
  openings: readonly string[];
  locked: string;
  closing: readonly string[];
}

export function partsOf(paragraphs: readonly string[]): Parts {
  return {
    greeting: paragraphs[0] ?? '',
    openings: paragraphs.slice(1, -after),
    locked: paragraphs.at(-after) ?? '',
    closing: paragraphs.slice(1 - after),
  };
}

/** What has been made of an opening paragraph; the text is null where it is the standard one. */
export interface Opening {
  text: string | null;
  removed: boolean;
}

export type Place = 'first' | 'second';
export const places = ['first', 'second'] as const satisfies readonly Place[];
export type Openings = Readonly<Record<Place, Opening>>;

export const untouched: Openings = {
  first: { text: null, removed: false },
  second: { text: null, removed: false },
};

/** The texts to send along; null for the standard ones as long as nothing is changed. An emptied one is left out. */
export function textsOf(openings: Openings, standard: readonly string[]): string[] | null {
  if (places.every(place => openings[place].text === null && !openings[place].removed)) return null;
  return places.flatMap((place, i) => {
    const { text, removed } = openings[place];
    const shown = text ?? standard[i] ?? '';
    return removed || shown.trim() === '' ? [] : [shown];
  });
}

/** One paragraph alone, to be checked by itself; none where it is the standard one or left out. */
export function aloneOf({ text, removed }: Opening): string[] {
  return text === null || removed || text.trim() === '' ? [] : [text];
}
