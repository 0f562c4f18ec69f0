import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql, type ResultOf } from '../../../api/graphql';
import { useFormat } from '../../../i18n/format';
import { Button } from '../../../ui/buttons';
import { Choice } from '../../../ui/fields';
import { Card } from '../../../ui/page';
import { Outcome } from '../../../ui/states';

const RelationshipsMutation = graphql(
  `
    mutation ExportRelationships($input: ExportRelationshipsInput!) {
      exportRelationships(input: $input) { export { url expiresAt } userErrors { ...Refusal } }
    }
  `,
  [Refusal],
);

const SubscriptionsMutation = graphql(
  `
    mutation ExportSubscriptions($input: ExportSubscriptionsInput!) {
      exportSubscriptions(input: $input) { export { url expiresAt } userErrors { ...Refusal } }
    }
  `,
  [Refusal],
);

const EventsMutation = graphql(
  `
    mutation ExportEvents($input: ExportEventsInput!) {
      exportEvents(input: $input) { export { url expiresAt } userErrors { ...Refusal } }
    }
  `,
  [Refusal],
);

type File = NonNullable<ResultOf<typeof EventsMutation>['exportEvents']['export']>;

const whats = ['relationships', 'subscriptions', 'events'] as const;
const formats = ['CSV', 'NDJSON', 'PARQUET'] as const;

/** The mutation for each kind of file. A history is told up to now. */
function useExports(asOf: string | null) {
  const relationships = useAct(RelationshipsMutation);
  const subscriptions = useAct(SubscriptionsMutation);
  const events = useAct(EventsMutation);
  const then = asOf ? { asOf } : {};
  type Format = (typeof formats)[number];
  return {
    relationships: { of: relationships, ask: (format: Format) => relationships.act({ format, ...then }) },
    subscriptions: { of: subscriptions, ask: (format: Format) => subscriptions.act({ format, ...then }) },
    events: { of: events, ask: (format: Format) => events.act({ format }) },
  };
}

/** Lists as files: the server signs an address, which the browser then fetches. */
export function Exports({ asOf }: { asOf: string | null }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const [what, setWhat] = useState<(typeof whats)[number]>('relationships');
  const [kind, setKind] = useState<(typeof formats)[number]>('CSV');
  const [file, setFile] = useState<File | null>(null);
  const { of, ask } = useExports(asOf)[what];

  async function submit() {
    setFile(null);
    const result = await ask(kind);
    if (!result?.export) return;
    setFile(result.export);
    location.assign(result.export.url); // an attachment: the page stays
  }

  return (
    <Card title={t('exports.title')}>
      <p>{t('exports.about')}</p>
      {asOf && <p>{t('exports.aboutAsOf', { moment: format.moment(asOf) })}</p>}
      <div className="filters">
        <Choice label={t('exports.what')} value={what} onChange={setWhat} items={whats.map(value => ({ value, label: t(`exports.whats.${value}`) }))} />
        <Choice label={t('exports.format')} value={kind} onChange={setKind} items={formats.map(value => ({ value, label: t(`exports.formats.${value}`) }))} />
        <Button onPress={submit} isPending={of.busy}>
          {t('exports.submit')}
        </Button>
      </div>
      <Outcome of={of} />
      <div role="status">
        {file && (
          <p>
            {t('exports.started')} <a href={file.url}>{t('exports.again', { moment: format.moment(file.expiresAt) })}</a>
          </p>
        )}
      </div>
    </Card>
  );
}
