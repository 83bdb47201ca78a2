import { render } from 'preact';
import { routeOf } from './pages';
import { applyTheme } from './shared/theme';
import { App } from './shell';

applyTheme();
// On its way while the frame of the page is drawn; what fails is said where the page is shown.
routeOf(location.pathname)?.load().catch(() => undefined);
const root = document.getElementById('app');
if (root) render(<App />, root);
