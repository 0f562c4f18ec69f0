import { useTranslation } from 'react-i18next';
import type { Language } from '../../../i18n';
import { Notice } from '../../../ui/states';
import { CopyButton, Copying } from './CopyButton';
import { carriesAll, copyRich, copyText } from './copying';
import type { Mail } from './mail';

interface PreviewProps {
  mail: Mail | null;
  updating: boolean;
  locale: Language;
}

/** The whole mail as it will be sent, and the ways to take it along. */
export function Preview({ mail, updating, locale }: PreviewProps) {
  const { t } = useTranslation('requesting');
  return (
    <section className="mail-preview" aria-label={t('mail.preview')}>
      <h3>{t('mail.preview')}</h3>
      {mail && (
        <div className={updating ? 'sheet sheet-updating' : 'sheet'} lang={locale}>
          <p className="sheet-subject" dir="auto">
            {mail.subject}
          </p>
          {mail.paragraphs.map((paragraph, i) => (
            <p key={i} className="mail-paragraph" dir="auto">
              {paragraph}
            </p>
          ))}
        </div>
      )}
      <p className="quiet" role="status">
        {updating ? t('mail.updating') : mail && t('mail.upToDate')}
      </p>
      {mail && <Ways mail={mail} isDisabled={updating} />}
      {!mail && !updating && (
        <Notice tone="warning">
          <p>{t('mail.wait')}</p>
        </Notice>
      )}
    </section>
  );
}

/** A mail too long to be handed over is copied first of all. What is shown and not yet what was typed is not taken along. */
function Ways({ mail, isDisabled }: { mail: Mail; isDisabled: boolean }) {
  const { t } = useTranslation('requesting');
  const whole = carriesAll(mail);
  const open = !isDisabled && (
    <a className={`button button-${whole ? 'primary' : 'secondary'}`} href={mail.mailto}>
      {t('mail.open')}
    </a>
  );
  return (
    <Copying>
      <h3>{t('mail.send')}</h3>
      <div className="row">
        {whole && open}
        <CopyButton kind={whole ? 'secondary' : 'primary'} isDisabled={isDisabled} copy={() => copyRich(mail)}>
          {t('mail.copyRich')}
        </CopyButton>
        {!whole && open}
        <CopyButton isDisabled={isDisabled} copy={() => copyText(mail.text, 'text')}>
          {t('mail.copyText')}
        </CopyButton>
        <CopyButton isDisabled={isDisabled} copy={() => copyText(mail.subject, 'subject')}>
          {t('mail.copySubject')}
        </CopyButton>
      </div>
      {!whole && <p className="quiet">{t('mail.openShort')}</p>}
    </Copying>
  );
}
