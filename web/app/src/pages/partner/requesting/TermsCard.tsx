import { useTranslation } from 'react-i18next';
import { useOwnPartner } from '../../../api/viewer';
import { Checks, Choice, Radios, TextField } from '../../../ui/fields';
import { Card } from '../../../ui/page';
import type { Problem, Terms } from './terms';

interface TermsCardProps {
  terms: Terms;
  onChange: (terms: Terms) => void;
  problems: readonly Problem[];
  services: readonly { code: string; name: string }[];
  partner: string;
  /** Of an indirect provider, whose links may be in their names (R6). */
  resellers: readonly { id: string; name: string }[];
}

/** The choice of what is asked for (R1, R4, R6). Choosing makes nothing yet. */
export function TermsCard({ terms, onChange, problems, services, partner, resellers }: TermsCardProps) {
  const { t } = useTranslation('requesting');
  const sells = useOwnPartner().type !== 'ADVISOR';
  const set = (change: Partial<Terms>) => onChange({ ...terms, ...change });
  return (
    <Card title={t('terms.title')}>
      <Radios<Terms['kind']>
        label={t('terms.kind')}
        value={terms.kind}
        onChange={kind => set({ kind })}
        items={[
          { value: 'all', label: t(sells ? 'terms.kinds.all' : 'terms.kinds.allAdvisor'), about: t('terms.kinds.allAbout') },
          { value: 'some', label: t('terms.kinds.some'), about: t('terms.kinds.someAbout') },
          { value: 'none', label: t('terms.kinds.none'), about: t(sells ? 'terms.kinds.noneAbout' : 'terms.kinds.noneAdvisor') },
        ]}
      />
      {terms.kind === 'some' && (
        <Checks
          label={t('terms.services')}
          values={terms.services}
          onChange={codes => set({ services: codes })}
          items={services.map(({ code, name }) => ({ value: code, label: name }))}
          error={problems.includes('services') ? t('terms.servicesMissing') : undefined}
        />
      )}
      <p className="quiet">{t('terms.more')}</p>
      <div className="terms-more">
        <TextField
          label={t('terms.campaign')}
          description={t('terms.campaignAbout')}
          isRequired={false}
          maxLength={100}
          value={terms.campaign}
          onChange={campaign => set({ campaign })}
        />
        <TextField
          label={t('terms.expiry')}
          description={t('terms.expiryAbout')}
          type="date"
          isRequired={false}
          value={terms.lastDay}
          onChange={lastDay => set({ lastDay })}
          error={problems.includes('lastDay') ? t('terms.expiryPast') : undefined}
        />
        <TextField
          label={t('terms.limit')}
          description={t('terms.limitAbout')}
          inputMode="numeric"
          isRequired={false}
          value={terms.limit}
          onChange={limit => set({ limit })}
          error={problems.includes('limit') ? t('terms.limitInvalid') : undefined}
        />
      </div>
      {resellers.length > 0 && (
        <Choice
          label={t('terms.onBehalf')}
          description={t('terms.onBehalfAbout')}
          value={terms.onBehalf || 'own'}
          onChange={id => set({ onBehalf: id === 'own' ? '' : id })}
          items={[
            { value: 'own', label: t('terms.own', { partner }) },
            ...resellers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </Card>
  );
}
