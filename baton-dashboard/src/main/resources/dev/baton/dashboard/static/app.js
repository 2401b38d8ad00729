// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The entry of the dashboard: chooses the page for the address. */

import {html, render, useEffect, useState} from './lib/html.js';
import {navCounts, readOverview} from './lib/attention.js';
import {readActions} from './lib/catalogue.js';
import {useKeys} from './lib/keys.js';
import {go, place, startRouter} from './lib/router.js';
import {readRoutes} from './lib/routes.js';
import {isAdmin, readSession, session} from './lib/session.js';
import {useInterval} from './lib/use.js';
import {readUsers} from './lib/users.js';
import {Access} from './pages/access.js';
import {Action, Actions} from './pages/actions.js';
import {Board} from './pages/board.js';
import {Engines} from './pages/engines.js';
import {Executors} from './pages/executors.js';
import {Job} from './pages/job.js';
import {Jobs} from './pages/jobs.js';
import {Overview} from './pages/overview.js';
import {Post} from './pages/post.js';
import {Schedules} from './pages/schedules.js';
import {SignIn} from './pages/sign-in.js';
import {Empty} from './parts/basics.js';
import {Frame, visiblePages} from './parts/frame.js';
import {KeyHelp, Palette} from './parts/palette.js';

/** @param {string[]} segments of the path */
function pageOf([first, second]) {
  switch (first) {
    case undefined:
      return html`<${Overview} />`;
    case 'jobs':
      return second ? html`<${Job} key=${second} id=${second} />` : html`<${Jobs} />`;
    case 'post':
      return html`<${Post} />`;
    case 'actions':
      return second ? html`<${Action} key=${second} name=${second} />` : html`<${Actions} />`;
    case 'executors':
      return html`<${Executors} />`;
    case 'schedules':
      return html`<${Schedules} />`;
    case 'engines':
      return html`<${Engines} />`;
    case 'board':
      return isAdmin() ? html`<${Board} />` : html`<${Empty} title="Only administrators see the board"><p>It names the jobs of all users.</p></${Empty}>`;
    case 'access':
      return html`<${Access} />`;
    default:
      return html`<${Empty} title="There is no such page"><a class="button" href="/">Overview</a></${Empty}>`;
  }
}

function SignedIn() {
  const {segments} = place.use();
  const counts = navCounts.use();
  const [open, setOpen] = useState('');
  useEffect(() => {
    readActions();
    readRoutes();
    readUsers();
  }, []);
  useEffect(() => {
    if (segments.length) {
      readOverview().catch(() => {});
    }
  }, [segments[0]]);
  // Keeps the numbers of the navigation and the dot of the icon fresh on all pages.
  useInterval(() => readOverview().catch(() => true), segments.length ? 20000 : null);
  const keys = Object.fromEntries(visiblePages().filter((page) => page.key).map((page) => ['g ' + page.key, /** @type {[string, () => void]} */ (['Go to ' + page.label, () => go(page.path)])]));
  useKeys({
    'Ctrl+k': ['Go to, or run', () => setOpen('palette')],
    '?': ['This help', () => setOpen('help')],
    ...keys,
  });
  return html`<${Frame} counts=${counts} onPalette=${() => setOpen('palette')} onHelp=${() => setOpen('help')}>${pageOf(segments)}</${Frame}>
    ${open === 'palette' && html`<${Palette} onClose=${() => setOpen('')} />`}${open === 'help' && html`<${KeyHelp} onClose=${() => setOpen('')} />`}`;
}

function App() {
  const current = session.use();
  if (current === undefined) {
    return null;
  }
  return current ? html`<${SignedIn} key=${current.id} />` : html`<${SignIn} />`;
}

startRouter();
readSession();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById('app')));
