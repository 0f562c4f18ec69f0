import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { Card } from '../../ui/page';
import { Notice } from '../../ui/states';
import { EndDialog, type Step } from './EndDialog';
import type { Relationship } from './partner';

interface EndOfRelationshipProps {
  relationship: Relationship;
  mayAct: boolean;
  /** A step is asked for: what was said of the last one is past. */
  onAsk: () => void;
  onDone: (step: Step) => void;
  onReload: () => void;
}

/** Where the two sides stand with the end of the relationship, and what this side can do about it (R23). */
export function EndOfRelationship({ relationship, mayAct, onAsk, onDone, onReload }: EndOfRelationshipProps) {
  const { t } = useTranslation('customer');
  const [step, setStep] = useState<Step | null>(null);
  const steps = mayAct ? stepsOf(relationship) : [];
  const name = relationship.partner?.name ?? t('unknownPartner');

  function ask(next: Step) {
    onAsk();
    setStep(next);
  }
  const buttons = steps.map(one => (
    <Button key={one} small kind={one === 'withdraw' ? 'secondary' : 'danger'} onPress={() => ask(one)}>
      {t(`end.${one}.button`)}
    </Button>
  ));
  return (
    <>
      <Proposal relationship={relationship} name={name}>
        {buttons.length > 0 && <div className="row">{buttons}</div>}
      </Proposal>
      {step && (
        <EndDialog
          step={step}
          relationship={relationship}
          name={name}
          onClose={() => setStep(null)}
          onDone={() => {
            setStep(null);
            onDone(step);
          }}
          onReload={onReload}
        />
      )}
    </>
  );
}

/** What the customer can do now. Of an imported proposal it is not known whose it is: then either side may do either. */
function stepsOf({ status, end }: Relationship): Step[] {
  if (status === 'ACTIVE') return ['propose'];
  if (status !== 'ENDING') return [];
  if (end?.proposedBy === 'CUSTOMER') return ['withdraw'];
  return end?.proposedBy === 'PARTNER' ? ['confirm'] : ['confirm', 'withdraw'];
}

function Proposal({ relationship, name, children }: { relationship: Relationship; name: string; children: React.ReactNode }) {
  const { t } = useTranslation('customer');
  const format = useFormat();
  const { status, end, endedAt } = relationship;
  if (status === 'ENDED') {
    return (
      <Notice title={t('end.ended', { date: endedAt ? format.day(endedAt) : '' })}>
        <p>{t('end.endedHelp')}</p>
      </Notice>
    );
  }
  if (status === 'ACTIVE') {
    if (!children) return null;
    return (
      <Card title={t('end.title')}>
        <p>{t('end.help')}</p>
        {children}
      </Card>
    );
  }
  const side = end?.proposedBy ?? 'UNKNOWN';
  return (
    <Notice tone="warning" title={t(`end.proposed.${side}`, { name })}>
      {end?.proposedAt && <p>{t('end.proposedOn', { date: format.moment(end.proposedAt) })}</p>}
      {end?.reason && (
        <p>
          {t('end.reasonGiven')} <q>{end.reason}</q>
        </p>
      )}
      <p>{t(`end.proposedHelp.${side}`, { name })}</p>
      {children}
    </Notice>
  );
}
