import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startLanguage } from './i18n';
import { router } from './router';
import { session } from './session/session';
import { startAppearance } from './ui/appearance';

// A page that the browser has kept for the way back may be of somebody who has signed out since.
addEventListener('pageshow', event => {
  if (event.persisted) location.reload();
});
startAppearance();
await Promise.all([startLanguage(), session.start()]);
await router.load(); // what the server has written stays in view until there is a page to take its place
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
