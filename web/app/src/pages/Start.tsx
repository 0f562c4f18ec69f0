import { Navigate } from '@tanstack/react-router';
import { useViewer } from '../api/viewer';

/** Leads users to the page that they come for. */
export function Start() {
  const { kind } = useViewer();
  if (kind === 'customer') return <Navigate to="/app/partners" replace />;
  if (kind === 'operator') return <Navigate to="/app/operator/partners" replace />;
  return <Navigate to="/app/customers" replace />;
}
