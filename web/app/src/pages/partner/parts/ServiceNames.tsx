import { useTranslation } from 'react-i18next';
import { Name } from '../../../ui/states';

interface Privilege {
  partner: { id: string } | null;
  service: { code: string; name: string };
}

/** The services of privileges that are a partner's, each once, by name. */
export function servicesOf(privileges: readonly Privilege[], partnerId: string): Privilege['service'][] {
  const own = privileges.filter(({ partner }) => partner?.id === partnerId);
  return [...new Map(own.map(({ service }) => [service.code, service])).values()];
}

/** Names of services, or that there are none. */
export function ServiceNames({ services }: { services: readonly { code: string; name: string }[] }) {
  const { t } = useTranslation('partner');
  if (services.length === 0) return <span className="quiet">{t('noPrivileges')}</span>;
  return (
    <ul className="service-names">
      {services.map(({ code, name }) => (
        <li key={code}>
          <Name>{name}</Name>
        </li>
      ))}
    </ul>
  );
}
