import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languageNames, languages } from '../../../i18n';
import { Card } from '../../../ui/page';
import { Choice } from '../../../ui/fields';
import { FailureState, Loading } from '../../../ui/states';
import { LinkAddress } from './LinkAddress';
import { OpeningField } from './OpeningField';
import { places } from './mail';
import { Preview } from './Preview';
import { type Draft, useMail } from './useMail';
import './requesting.css';

interface MailCardProps {
  inviteId: string;
  draft: Draft;
  /** Whether the link's address stands above; where it stands elsewhere, it does not. */
  withLink?: boolean;
}

/** A link and its mail: written on one side, as it will be sent on the other. */
export function MailCard({ inviteId, draft, withLink = true }: MailCardProps) {
  const { t } = useTranslation('requesting');
  const mail = useMail(inviteId, draft);
  return (
    <>
      {withLink && (
        <Card title={t('link.title')} actions={<ToLink inviteId={inviteId} />}>
          {mail.standard ? <LinkAddress url={mail.url} /> : !mail.error && <Loading rows={1} />}
          <p className="quiet">{t('link.about')}</p>
        </Card>
      )}
      <Card title={t('mail.title')}>
        <Choice
          label={t('mail.language')}
          value={draft.locale}
          onChange={draft.setLocale}
          items={languages.map(value => ({ value, label: languageNames[value] }))}
        />
        {mail.error && <FailureState error={mail.error} onRetry={mail.retry} />}
        {!mail.error && !mail.standard && <Loading />}
        {mail.standard && (
          <div className="mail">
            <div className="mail-writing">
              <h3>{t('mail.openings')}</h3>
              <p className="quiet">{t('mail.openingsAbout')}</p>
              {places.map((place, i) => (
                <OpeningField
                  key={place}
                  place={place}
                  locale={draft.locale}
                  standard={mail.standard?.openings[i] ?? ''}
                  opening={draft.openings[place]}
                  refused={mail.refused[place]}
                  onChange={opening => draft.setOpening(place, opening)}
                />
              ))}
              <Locked text={mail.standard.locked} locale={draft.locale} />
            </div>
            <Preview mail={mail.mail} updating={mail.updating} locale={draft.locale} />
          </div>
        )}
      </Card>
    </>
  );
}

function ToLink({ inviteId }: { inviteId: string }) {
  const { t } = useTranslation('requesting');
  return (
    <Link to="/app/links/$inviteId" params={{ inviteId }}>
      {t('link.open')}
    </Link>
  );
}

/** The paragraph that nobody changes. It is no field: there is nothing to do with it. */
function Locked({ text, locale }: { text: string; locale: string }) {
  const { t } = useTranslation('requesting');
  return (
    <div className="locked">
      <h3 className="locked-title">
        <svg width="14" height="16" viewBox="0 0 14 16" fill="none" stroke="currentcolor" strokeWidth="2" aria-hidden="true">
          <path d="M4 7V4.5a3 3 0 0 1 6 0V7" />
          <rect x="1" y="7" width="12" height="8" rx="1.5" fill="currentcolor" stroke="none" />
        </svg>
        {t('mail.locked')}
      </h3>
      <p className="quiet">{t('mail.lockedAbout')}</p>
      <p className="mail-paragraph" lang={locale}>
        {text}
      </p>
    </div>
  );
}
