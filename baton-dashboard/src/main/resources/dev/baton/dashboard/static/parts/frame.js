// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useState} from '../lib/html.js';
import {count} from '../lib/format.js';
import {theme, zone} from '../lib/preferences.js';
import {place} from '../lib/router.js';
import {isAdmin, session, signOut} from '../lib/session.js';
import {connection} from '../lib/stream.js';
import {dismiss, toasts} from '../lib/toast.js';
import {clock, zoneName} from '../lib/time.js';
import {oldestRead} from '../lib/use.js';
import {Icon} from './basics.js';
import {Popover} from './dialog.js';

/** @type {{path: string, label: string, key?: string, admin?: boolean, gap?: boolean}[]} */
export const PAGES = [
  {path: '/', label: 'Overview', key: 'o'},
  {path: '/jobs', label: 'Jobs', key: 'j'},
  {path: '/jobs?flows', label: 'Flows', key: 'f'},
  {path: '/post', label: 'Post', key: 'p'},
  {path: '/actions', label: 'Actions', key: 'a', gap: true},
  {path: '/schedules', label: 'Schedules', key: 's'},
  {path: '/executors', label: 'Executors', key: 'e'},
  {path: '/engines', label: 'Engines', key: 'n'},
  {path: '/board', label: 'Board', key: 'b', admin: true},
  {path: '/access', label: 'Access', key: 'u', gap: true},
];

export const visiblePages = () => PAGES.filter((page) => !page.admin || isAdmin());

export const Logo = () => html`
  <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true"><rect width="32" height="32" rx="7" fill="currentColor" /><rect class="logo-stick" x="13" y="3" width="6" height="26" rx="3" transform="rotate(45 16 16)" fill="var(--raised)" /></svg>`;

/** Tells the age of a page that receives no events, which reads its documents again by itself where they change. */
function AsOf() {
  const at = oldestRead.use();
  return at > 0 && html`<span class="connection" title="When the oldest data on this page was read. A page with “Live” here receives changes at once.">As of <time>${clock(at)}</time></span>`;
}

function Connection() {
  const state = connection.use();
  if (state === 'none') {
    return html`<${AsOf} />`;
  }
  if (state === 'opening') {
    return null;
  }
  const text = state === 'live' ? 'Live' : html`Connection lost<span class="hide-small">, trying again</span>`;
  return html`<span class=${'connection ' + state} role="status"><i></i><span class=${state === 'live' ? 'hide-small' : ''}>${text}</span></span>`;
}

function ThemeMenu() {
  const current = theme.use();
  const icon = /** @type {const} */ ({system: 'system', light: 'sun', dark: 'moon'});
  return html`<${Popover} class="icon-button" align="right" title="Theme" label=${html`<${Icon} name=${icon[current]} />`}>
    ${(/** @type {() => void} */ close) => ['system', 'light', 'dark'].map((each) => html`<button key=${each} type="button" class=${'menu-item' + (each === current ? ' current' : '')} aria-pressed=${each === current}
      onClick=${() => {
        theme.set(/** @type {any} */ (each));
        close();
      }}><${Icon} name=${icon[/** @type {'system'} */ (each)]} />${each === 'system' ? 'As the system' : each === 'light' ? 'Light' : 'Dark'}</button>`)}
  </${Popover}>`;
}

function ZoneMenu() {
  const current = zone.use();
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone || 'local time';
  return html`<${Popover} class="button quiet hide-small" align="right" title="Time zone" label=${current === 'UTC' ? 'UTC' : 'Local'}>
    ${(/** @type {() => void} */ close) => [['local', 'Local: ' + local], ['UTC', 'UTC']].map(([each, label]) => html`<button key=${each} type="button" class=${'menu-item' + (each === current ? ' current' : '')} aria-pressed=${each === current}
      onClick=${() => {
        zone.set(/** @type {any} */ (each));
        close();
      }}>${label}</button>`)}
  </${Popover}>`;
}

function UserMenu() {
  const user = session.use();
  return html`<${Popover} class="icon-button" align="right" title="Your account" label=${html`<${Icon} name="user" />`}>
    ${() => html`<div class="menu-title">Signed in as</div><div class="menu-note"><strong>${user?.identifier}</strong>${isAdmin() && ', administrator'}</div>
      <div class="menu-line"></div><a class="menu-item" href="/access">API keys and users</a>
      <button type="button" class="menu-item" onClick=${signOut}>Sign out</button>`}
  </${Popover}>`;
}

function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">${toasts.use().map((each) => html`
    <div class="toast" key=${each.id}><span>${each.bad && html`<strong>Not done: </strong>`}${each.text}${each.link && html` <a href=${each.link}>${each.linkText ?? 'Open'}</a>`}</span>
      ${each.undo && html`<button type="button" class="button small" onClick=${() => {
        each.undo?.();
        dismiss(each.id);
      }}>Undo</button>`}
      <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => dismiss(each.id)}><${Icon} name="close" /></button></div>`)}</div>`;
}

/** What the numbers of the navigation count. @type {Record<string, string>} */
const COUNTED = {'/jobs': 'jobs that wait or run', '/executors': 'live executors'};

/**
 * The frame of every page: top bar, navigation, content.
 *
 * @param {{children: any, counts: Record<string, number>, onPalette: () => void, onHelp: () => void}} props
 */
export function Frame({children, counts, onPalette, onHelp}) {
  const here = place.use();
  zone.use();
  const [menu, setMenu] = useState(false);
  useEffect(() => setMenu(false), [here]);
  const isCurrent = (/** @type {string} */ path) => {
    const flows = here.query.has('flows');
    if (path === '/jobs?flows') {
      return here.path === '/jobs' && flows;
    }
    return path === '/' ? here.path === '/' : here.path.startsWith(path) && !(path === '/jobs' && here.path === '/jobs' && flows);
  };
  return html`<a class="skip" href="#content" onClick=${() => document.getElementById('content')?.focus()}>Skip to the content</a>
  <div class="frame">
    <header class="top">
      <button type="button" class="icon-button menu-button" aria-label="Pages" aria-expanded=${menu} onClick=${() => setMenu(!menu)}><${Icon} name="menu" /></button>
      <a class="brand" href="/"><${Logo} />Baton</a>
      <button type="button" class="search-button" aria-label="Search or run a command" onClick=${onPalette}><${Icon} name="search" /><span>Job, action, page…</span><kbd>Ctrl K</kbd></button>
      <span class="top-space"></span>
      <${Connection} />
      <span title=${zoneName()}><${ZoneMenu} /></span><${ThemeMenu} />
      <button type="button" class="icon-button hide-small" aria-label="Keyboard help" title="Keyboard help (?)" onClick=${onHelp}><strong aria-hidden="true">?</strong></button>
      <${UserMenu} />
    </header>
    <nav class=${'side' + (menu ? ' open' : '')} aria-label="Pages">
      ${visiblePages().map((page) => html`${page.gap && html`<span class="gap"></span>`}<a key=${page.path} href=${page.path} aria-current=${isCurrent(page.path) ? 'page' : undefined}>${page.label}${counts[page.path] !== undefined && html`<span class="nav-count num" title=${COUNTED[page.path]}>${count(counts[page.path])}<span class="sr"> ${COUNTED[page.path]}</span></span>`}</a>`)}
    </nav>
    <main class="content" id="content" tabindex="-1">${children}</main>
  </div><${Toasts} />`;
}
