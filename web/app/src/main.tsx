import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startLanguage } from './i18n';
import { router } from './router';
import { session } from './session/session';
import { startAppearance } from './ui/appearance';

startAppearance();
await Promise.all([startLanguage(), session.start()]);
await router.load(); // what the server has written stays in view until there is a page to take its place
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
