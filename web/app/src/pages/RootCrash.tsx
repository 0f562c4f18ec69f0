import type { ErrorComponentProps } from '@tanstack/react-router';
import { PageCrash } from './PageCrash';

/** PageCrash for what no frame holds. */
export function RootCrash(props: ErrorComponentProps) {
  return (
    <main className="public-main">
      <PageCrash {...props} />
    </main>
  );
}
