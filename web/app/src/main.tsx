import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startLanguage } from './i18n';
import { session } from './session/session';
import { startAppearance } from './ui/appearance';

startAppearance();
await Promise.all([startLanguage(), session.start()]);
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
