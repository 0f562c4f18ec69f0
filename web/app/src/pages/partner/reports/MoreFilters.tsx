import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '../../../api/graphql';
import { language } from '../../../i18n';
import { Button } from '../../../ui/buttons';
import { Checks, Choice, TextField } from '../../../ui/fields';
import { CountryList } from './CountryList';
import type { ReportSearch } from './search';
import { argumentsOf, dayOf } from './time';

const CatalogueQuery = graphql(`query ReportServices($locale: String!) { services { code name(locale: $locale) } }`);

interface Draft {
  from: string;
  until: string;
  zone: string;
  services: string[];
  countries: string[];
  /** By this device's clock, as the field for it writes it. */
  asOf: string;
}

const own = 'own';

function localOf(moment: string | undefined): string {
  if (!moment) return '';
  const date = new Date(moment);
  return `${dayOf(date)}T${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

function draftOf(search: ReportSearch): Draft {
  return {
    from: argumentsOf(search).from,
    until: search.until ?? '',
    zone: search.zone ?? own,
    services: search.services ?? [],
    countries: search.countries ?? [],
    asOf: localOf(search.asOf),
  };
}

type Wrong = 'from' | 'until';

function wrongOf({ from, until }: Draft): Wrong[] {
  const wrong: Wrong[] = [];
  if (!from) wrong.push('from');
  if (from && until && until < from) wrong.push('until');
  return wrong;
}

/** The address of a draft: what is as it was before is not said. */
function searchOf(draft: Draft, before: ReportSearch): ReportSearch {
  const was = draftOf(before);
  const { section, range, interval } = before;
  const sameDays = draft.from === was.from && draft.until === was.until && !before.from;
  return {
    ...(section && { section }),
    ...(interval && { interval }),
    ...(sameDays ? range && { range } : { from: draft.from, ...(draft.until && { until: draft.until }) }),
    ...(draft.zone !== own && { zone: draft.zone }),
    ...(draft.services.length > 0 && { services: draft.services }),
    ...(draft.countries.length > 0 && { countries: draft.countries }),
    ...(draft.asOf && { asOf: draft.asOf === was.asOf && before.asOf ? before.asOf : new Date(draft.asOf).toISOString() }),
  };
}

interface MoreFiltersProps {
  search: ReportSearch;
  onShow: (search: ReportSearch) => void;
}

/** The filters that are used now and then; they hold once they are sent. */
export function MoreFilters({ search, onShow }: MoreFiltersProps) {
  const { t } = useTranslation('reports');
  const [draft, setDraft] = useState(() => draftOf(search));
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const inUse = Boolean(search.from ?? search.zone ?? search.services ?? search.countries ?? search.asOf);
  const set = (change: Partial<Draft>) => setDraft(before => ({ ...before, ...change }));

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = wrongOf(draft);
    setWrong(found);
    if (found.length === 0) onShow(searchOf(draft, search));
  }

  return (
    <details className="report-more" open={inUse}>
      <summary>{t('filters.more')}</summary>
      <form onSubmit={submit} noValidate>
        <Fields draft={draft} wrong={wrong} onChange={set} />
        <div className="row">
          <Button type="submit" kind="primary">
            {t('filters.apply')}
          </Button>
          {inUse && (
            <Button kind="quiet" onPress={() => onShow(search.section ? { section: search.section } : {})}>
              {t('filters.reset')}
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}

interface FieldsProps {
  draft: Draft;
  wrong: readonly Wrong[];
  onChange: (change: Partial<Draft>) => void;
}

function Fields({ draft, wrong, onChange }: FieldsProps) {
  const { t } = useTranslation('reports');
  const [{ data }] = useQuery({ query: CatalogueQuery, variables: { locale: language() } });
  return (
    <>
      <div className="report-fields">
        <TextField
          label={t('filters.from')}
          type="date"
          value={draft.from}
          onChange={from => onChange({ from })}
          error={wrong.includes('from') ? t('filters.fromMissing') : undefined}
        />
        <TextField
          label={t('filters.until')}
          description={t('filters.untilAbout')}
          type="date"
          isRequired={false}
          value={draft.until}
          onChange={until => onChange({ until })}
          error={wrong.includes('until') ? t('filters.untilBefore') : undefined}
        />
        <TextField
          label={t('filters.asOf')}
          description={t('filters.asOfAbout')}
          type="datetime-local"
          isRequired={false}
          value={draft.asOf}
          onChange={asOf => onChange({ asOf })}
        />
        <Zone value={draft.zone} onChange={zone => onChange({ zone })} />
        <CountryList codes={draft.countries} onChange={countries => onChange({ countries })} />
      </div>
      {data && (
        <Checks
          label={t('filters.services')}
          description={t('filters.servicesAbout')}
          values={draft.services}
          onChange={services => onChange({ services })}
          items={data.services.map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
    </>
  );
}

function Zone({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const { t } = useTranslation('reports');
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const others = [...new Set(['UTC', value, ...Intl.supportedValuesOf('timeZone')])].filter(zone => zone !== own && zone !== device);
  return (
    <Choice
      label={t('filters.zone')}
      value={value}
      onChange={onChange}
      items={[
        { value: own, label: t('filters.zoneOwn') },
        { value: device, label: t('filters.zoneDevice', { zone: device }) },
        ...others.map(zone => ({ value: zone, label: zone })),
      ]}
    />
  );
}
