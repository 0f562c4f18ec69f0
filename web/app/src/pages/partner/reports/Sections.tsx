import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslation } from 'react-i18next';
import { useOwnPartner, useViewer } from '../../../api/viewer';
import { BilledSection } from './BilledSection';
import { CustomersSection } from './CustomersSection';
import { LinksSection } from './LinksSection';
import { PrivilegesSection } from './PrivilegesSection';
import { RelationshipsSection } from './RelationshipsSection';
import { ResellersSection } from './ResellersSection';
import { type ReportSearch, type Section, sections } from './search';
import { SubscriptionsSection } from './SubscriptionsSection';
import { argumentsOf, type ReportArguments } from './time';

const contents: Record<Section, (props: { given: ReportArguments }) => ReactNode> = {
  relationships: RelationshipsSection,
  customers: CustomersSection,
  privileges: PrivilegesSection,
  subscriptions: SubscriptionsSection,
  billed: BilledSection,
  links: LinksSection,
  resellers: ResellersSection,
};

/** The sections that there are for a user: bills are for those who see them (R18), resellers of providers alone (R6). */
function useSections(): Section[] {
  const viewer = useViewer();
  const { type } = useOwnPartner();
  return sections.filter(section => {
    if (section === 'billed') return viewer.has('ADMIN_AGENT', 'GLOBAL_ADMIN', 'BILLING_ADMIN');
    return section !== 'resellers' || type === 'INDIRECT_PROVIDER';
  });
}

/** The report, a section at a time: only what is looked at is asked for. */
export function Sections({ search }: { search: ReportSearch }) {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const own = useSections();
  const section = own.find(one => one === search.section) ?? 'relationships';
  const Content = contents[section];
  return (
    <Tabs
      selectedKey={section}
      onSelectionChange={key => {
        const chosen = own.find(one => one === key);
        if (chosen) void navigate({ to: '/app/reports', search: { ...search, section: chosen }, resetScroll: false });
      }}
    >
      <TabList aria-label={t('sections.label')} className="tabs">
        {own.map(one => (
          <Tab key={one} id={one} className="tab">
            {t(`sections.${one}`)}
          </Tab>
        ))}
      </TabList>
      {own.map(one => (
        <TabPanel key={one} id={one} className="tab-panel">
          {one === section && <Content given={argumentsOf(search)} />}
        </TabPanel>
      ))}
    </Tabs>
  );
}
