import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwnPartner, useViewer } from '../../../api/viewer';
import { ButtonLink } from '../../../ui/buttons';
import { Notice } from '../../../ui/states';
import { SignAgreement } from './SignAgreement';

/** Who may request sees its content; anybody else, why not and what to do (R3, R5, R6, R36). The server decides all the same. */
export function May({ children }: { children: ReactNode }) {
  const { t } = useTranslation('requesting');
  const viewer = useViewer();
  const { type, status, agreement } = useOwnPartner();
  const [unsigned] = useState(agreement === null);
  if (type === 'INDIRECT_RESELLER') return <Refused title={t('may.resellerTitle')} help={t('may.reseller')} />;
  if (!viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN')) {
    return <Refused title={t('may.helpdeskTitle')} help={t('may.helpdesk')} />;
  }
  if (status === 'SUSPENDED') return <Refused title={t('may.suspendedTitle')} help={t('may.suspended')} warning />;
  if (!agreement) return <SignAgreement />;
  return (
    <>
      {unsigned && <Signed />}
      {children}
    </>
  );
}

/** Says that the agreement has been signed, where the button to sign it was, and takes the focus over from it. */
function Signed() {
  const { t } = useTranslation('requesting');
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => told.current?.focus(), []);
  return (
    <div ref={told} tabIndex={-1}>
      <Notice tone="good" live>
        <p>{t('agreement.signed')}</p>
      </Notice>
    </div>
  );
}

function Refused({ title, help, warning = false }: { title: string; help: string; warning?: boolean }) {
  const { t } = useTranslation('requesting');
  return (
    <Notice tone={warning ? 'warning' : 'info'} title={title}>
      <p>{help}</p>
      <ButtonLink to="/app/links">{t('may.toLinks')}</ButtonLink>
    </Notice>
  );
}
