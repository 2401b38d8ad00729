// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {get} from '../lib/api.js';
import {actions, mayPost} from '../lib/catalogue.js';
import {knownKeys} from '../lib/keys.js';
import {theme, views, zone} from '../lib/preferences.js';
import {conditionOf, quoted} from '../lib/filter.js';
import {shortId} from '../lib/format.js';
import {go, jobsUrl, jobUrl} from '../lib/router.js';
import {signOut} from '../lib/session.js';
import {lookOfJob} from '../lib/states.js';
import {Dialog} from './dialog.js';
import {visiblePages} from './frame.js';

/** @typedef {{text: string, note: string, run: () => void}} Entry */

/** @returns {Entry[]} */
const commands = () => [
  {text: 'Theme: light', note: 'command', run: () => theme.set('light')},
  {text: 'Theme: dark', note: 'command', run: () => theme.set('dark')},
  {text: 'Theme: as the system', note: 'command', run: () => theme.set('system')},
  {text: zone.value === 'UTC' ? 'Times in the local zone' : 'Times in UTC', note: 'command', run: () => zone.set(zone.value === 'UTC' ? 'local' : 'UTC')},
  {text: 'Sign out', note: 'command', run: signOut},
];

/**
 * Jobs whose id begins as typed: the whole id, or its last group, which lists show. A search for
 * words sees each group of an id as a word.
 */
async function jobsOf(/** @type {string} */ typed) {
  const text = typed.replace(/^job\//, '').toLowerCase();
  if (!/^[0-9a-f][0-9a-f-]{5,35}$/.test(text)) {
    return [];
  }
  const filter = 'id^=' + quoted('job/' + text) + (text.includes('-') ? '' : ' or id==' + quoted(text + '*'));
  const page = await get('job', {filter, orderby: 'created:desc', last: 20, select: 'id,action,state,name'});
  const isMeant = (/** @type {string} */ uuid) => uuid.startsWith(text) || uuid.split('-').at(-1)?.startsWith(text);
  return page.resources.filter((/** @type {any} */ job) => isMeant(job.id.slice(4))).slice(0, 5);
}

/** @param {{onClose: () => void}} props */
export function Palette({onClose}) {
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState(0);
  const [jobs, setJobs] = useState(/** @type {any[]} */ ([]));
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    input.current?.focus();
  }, []);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => jobsOf(typed.trim()).then((found) => current && setJobs(found), () => {}), 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [typed]);
  /** @type {Entry[]} */
  const all = [
    ...jobs.map((job) => ({text: 'Job ' + shortId(job.id) + ' ' + job.action, note: lookOfJob(job).label, run: () => go(jobUrl(job.id))})),
    ...visiblePages().map((page) => ({text: page.label, note: page.key ? 'g ' + page.key : 'page', run: () => go(page.path)})),
    ...views.value.map((view) => ({text: 'View: ' + view.name, note: 'view', run: () => go('/jobs' + view.query)})),
    ...actions.value.flatMap((action) => [...(mayPost(action) ? [{text: 'Post ' + action.name, note: 'action', run: () => go('/post?action=' + encodeURIComponent(action.name))}] : []), {text: 'Jobs of ' + action.name, note: 'action', run: () => go(jobsUrl('action=' + quoted(action.name)))}]),
    ...commands(),
  ];
  /** The entries for a text. @param {string} text @returns {Entry[]} */
  const matching = (text) => {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter((entry, i) => i < jobs.length || words.every((word) => entry.text.toLowerCase().includes(word))).slice(0, 30);
    if (words.length) {
      found.push({text: 'Search jobs for “' + text.trim() + '”', note: 'filter', run: () => go(jobsUrl(conditionOf(text)))});
    }
    return found;
  };
  const found = matching(typed);
  const choose = (/** @type {Entry | undefined} */ entry) => {
    onClose();
    entry?.run();
  };
  return html`<${Dialog} title="Go to, or run" onClose=${onClose}>
    <input ref=${input} class="palette-input" role="combobox" aria-label="Job id, action, page or command" aria-expanded="true" aria-controls="palette-list" aria-activedescendant=${'palette-' + picked} autocomplete="off" placeholder="Job id, action, page or command" value=${typed}
      onInput=${(/** @type {any} */ event) => {
        setTyped(event.target.value);
        setPicked(0);
      }}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          setPicked((at) => (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length));
        } else if (event.key === 'Enter') {
          event.preventDefault();
          // The key may be pressed before the list is drawn for the last typed letters.
          const text = /** @type {HTMLInputElement} */ (event.target).value;
          choose(text === typed ? found[picked] : matching(text)[0]);
        }
      }} />
    <div id="palette-list" class="palette-list" role="listbox" aria-label="Entries">${found.map((entry, i) => html`<div key=${entry.text} id=${'palette-' + i} role="option" aria-selected=${i === picked} class=${'menu-item' + (i === picked ? ' current' : '')} onClick=${() => choose(entry)}><span class="label">${entry.text}</span><span class="num">${entry.note}</span></div>`)}</div>
  </${Dialog}>`;
}

/** @param {{onClose: () => void}} props */
export const KeyHelp = ({onClose}) => html`<${Dialog} title="Keyboard" onClose=${onClose}>
  ${knownKeys().map(({title, keys}) => html`<section key=${title} class="key-group"><h3>${title}</h3>
    <dl class="keys">${keys.map(([name, does]) => html`<dt key=${name}>${name.split(' ').map((key) => html`<kbd key=${key}>${key === 'Escape' ? 'Esc' : key}</kbd> `)}</dt><dd>${does}</dd>`)}</dl></section>`)}</${Dialog}>`;
