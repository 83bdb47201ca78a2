import { render } from 'preact';
import { routeOf } from './pages';
import { askAhead } from './shared/api';
import { languageOf } from './shared/location';
import { applyTheme } from './shared/theme';
import { App } from './shell';

applyTheme();
// On its way while the frame of the page is drawn; what fails is said where the page is shown.
const route = routeOf(location.pathname);
if (route?.first) askAhead(route.first(location.search), languageOf(location.search));
route?.load().catch(() => undefined);
const root = document.getElementById('app');
if (root) render(<App />, root);
