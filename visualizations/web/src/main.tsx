import { render } from 'preact';
import { applyTheme } from './shared/theme';
import { App } from './shell';

applyTheme();
const root = document.getElementById('app');
if (root) render(<App />, root);
