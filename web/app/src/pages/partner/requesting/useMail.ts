import { useState } from 'react';
import { type CombinedError, useQuery } from 'urql';
import { type Language, language } from '../../../i18n';
import { useSettled } from '../../../ui/settled';
import { aloneOf, type Mail, MailQuery, type Opening, type Openings, type Parts, partsOf, type Place, StandardMailQuery, textsOf, untouched } from './mail';

/** What is typed of mails, language by language. A page keeps it, whichever link its mail is of. */
export interface Draft {
  locale: Language;
  setLocale: (locale: Language) => void;
  openings: Openings;
  setOpening: (place: Place, opening: Opening) => void;
}

export function useDraft(): Draft {
  const [locale, setLocale] = useState<Language>(language);
  const [drafts, setDrafts] = useState<Partial<Record<Language, Openings>>>({});
  const openings = drafts[locale] ?? untouched;
  return {
    locale,
    setLocale,
    openings,
    setOpening: (place, opening) =>
      setDrafts(before => ({ ...before, [locale]: { ...(before[locale] ?? untouched), [place]: opening } })),
  };
}

export interface MailState {
  url: string | null;
  /** The paragraphs with the standard opening ones; null until they are there, or where there is no mail. */
  standard: Parts | null;
  /** Null while it is refused. */
  mail: Mail | null;
  /** Why an opening paragraph was refused, in the server's words. */
  refused: Partial<Record<Place, string>>;
  /** Whether what is typed is not in the mail yet. */
  updating: boolean;
  /** Why there is no mail at all. */
  error: CombinedError | undefined;
  retry: () => void;
}

/** The mail of a link as it is drafted. The server renders and checks it; no link is made or changed by that. */
export function useMail(inviteId: string, { locale, openings }: Draft): MailState {
  const [standardResult, again] = useQuery({ query: StandardMailQuery, variables: { id: inviteId, locale } });
  const invite = standardResult.data?.node?.__typename === 'Invite' ? standardResult.data.node : null;
  const standard = !standardResult.fetching && invite?.email ? partsOf(invite.email.paragraphs) : null;

  const settled = useSettled(openings, 400);
  const texts = standard && textsOf(settled, standard.openings);
  const [{ data, error, fetching }] = useQuery({
    query: MailQuery,
    variables: { id: inviteId, locale, openings: texts, first: aloneOf(settled.first), second: aloneOf(settled.second) },
    pause: standard === null,
  });
  const mail = data?.node?.__typename === 'Invite' ? data.node.email : null;
  const refused = refusedOf(error);
  return {
    url: invite?.url ?? null,
    standard,
    mail,
    refused,
    updating: standardResult.fetching || fetching || settled !== openings,
    error: standardResult.error ?? (Object.keys(refused).length > 0 ? undefined : error),
    retry: () => again({ requestPolicy: 'network-only' }),
  };
}

function refusedOf(error: CombinedError | undefined): Partial<Record<Place, string>> {
  const told: Partial<Record<Place, string>> = {};
  for (const { path, message } of error?.graphQLErrors ?? []) {
    const place = path?.at(-1);
    if (place === 'first' || place === 'second') told[place] = message;
  }
  return told;
}
