import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { useOwnPartner } from '../../api/viewer';
import { Page } from '../../ui/page';
import { FailureState, Loading, Notice } from '../../ui/states';
import { BillLines } from './bills/BillLines';
import { BillTotals } from './bills/BillTotals';
import { MonthChooser } from './bills/MonthChooser';
import { latestMonth, useMonthName } from './bills/months';
import { AgreementQuery, BillQuery } from './bills/query';
import { Subtotals } from './bills/Subtotals';
import './partner.css';

/** A partner's bill of a month (R32–R34). */
export function BillsPage() {
  const { t } = useTranslation('common');
  const own = useOwnPartner();
  const [{ data, error }] = useQuery({ query: AgreementQuery, variables: { partnerId: own.id }, requestPolicy: 'cache-first' });
  if (!data && !error) {
    return (
      <Page title={t('nav.bills')}>
        <Loading rows={6} />
      </Page>
    );
  }
  // Who may not see the agreement may not see bills either, as the server's answer to them will say.
  return <OneMonth latest={latestMonth(data?.partner?.agreement?.signedAt)} />;
}

function OneMonth({ latest }: { latest: string }) {
  const { t } = useTranslation(['partner', 'common']);
  const search = useSearch({ from: '/app/bills' });
  const month = search.month ?? latest;
  const monthName = useMonthName();
  return (
    <Page title={t('bills.title', { month: monthName(month) })} tab={t('common:nav.bills')} intro={t('bills.intro')}>
      <MonthChooser month={month} latest={latest} />
      <Bill key={month} month={month} />
    </Page>
  );
}

function Bill({ month }: { month: string }) {
  const own = useOwnPartner();
  const [{ data, error }, again] = useQuery({ query: BillQuery, variables: { partnerId: own.id, month } });
  const code = error?.graphQLErrors[0]?.extensions.code;
  if (code === 'FORBIDDEN_ROLE') return <Forbidden />;
  if (code === 'VALIDATION_FAILED') return <NoBill month={month} />;
  const bill = data?.partner?.billing;
  if (error && !bill) return <FailureState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (!bill) return <Loading rows={6} />;
  return (
    <>
      <BillTotals bill={bill} />
      <Subtotals partnerId={own.id} month={month} />
      <BillLines partnerId={own.id} month={month} />
    </>
  );
}

function Forbidden() {
  const { t } = useTranslation('partner');
  return (
    <Notice title={t('bills.forbiddenTitle')}>
      <p>{t('bills.forbidden')}</p>
    </Notice>
  );
}

function NoBill({ month }: { month: string }) {
  const { t } = useTranslation('partner');
  const monthName = useMonthName();
  return (
    <Notice title={t('bills.noneTitle', { month: monthName(month) })}>
      <p>{t('bills.none')}</p>
    </Notice>
  );
}
