// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {get} from '../lib/api.js';
import {actions, mayPost} from '../lib/catalogue.js';
import {knownKeys} from '../lib/keys.js';
import {theme, views, zone} from '../lib/preferences.js';
import {conditionOf, joined, quoted} from '../lib/filter.js';
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

const SELECT = 'id,action,state,name,attempt,parked,not-before,signals';

/** The most jobs that the palette lists for an id, and for a name. */
const MOST_JOBS = 5;
/** A shorter text begins a word of too many names. */
const SHORTEST_NAME = 3;

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
  const page = await get('job', {filter, orderby: 'created:desc', last: 20, select: SELECT});
  const isMeant = (/** @type {string} */ uuid) => uuid.startsWith(text) || uuid.split('-').at(-1)?.startsWith(text);
  return page.resources.filter((/** @type {any} */ job) => isMeant(job.id.slice(4))).slice(0, MOST_JOBS);
}

/** The newest jobs in whose name each word begins a word. */
async function namedJobs(/** @type {string} */ typed) {
  if (typed.length < SHORTEST_NAME) {
    return [];
  }
  const filter = joined(wordsOf(typed).map((word) => 'name==' + quoted(word + '*')));
  return (await get('job', {filter, orderby: 'created:desc', last: MOST_JOBS, 'max-count': MOST_JOBS, select: SELECT})).resources;
}

/** @param {string} text */
const wordsOf = (text) => text.trim().toLowerCase().split(/\s+/).filter(Boolean);

/** @param {any} job @param {string[]} words what the job is called, first what was searched @returns {Entry} */
const entryOf = (job, words) => ({text: 'Job ' + words.filter(Boolean).join(' · '), note: lookOfJob(job).label, run: () => go(jobUrl(job.id))});

/** @param {{byId: any[], byName: any[]}} jobs */
const entriesOf = ({byId, byName}) => ({
  byId: byId.map((job) => entryOf(job, [shortId(job.id), job.action, job.name])),
  byName: byName.map((job) => entryOf(job, [job.name, job.action, shortId(job.id)])),
});

/** The jobs that a text means; none while it is not known. */
function useJobsOf(/** @type {string} */ typed) {
  const [jobs, setJobs] = useState({byId: /** @type {any[]} */ ([]), byName: /** @type {any[]} */ ([])});
  useEffect(() => {
    let current = true;
    const text = typed.trim();
    const read = async () => {
      const byId = await jobsOf(text);
      const ids = byId.map((/** @type {any} */ job) => job.id);
      const byName = (await namedJobs(text)).filter((/** @type {any} */ job) => !ids.includes(job.id));
      if (current) {
        setJobs({byId, byName});
      }
    };
    const timer = setTimeout(() => read().catch(() => {}), 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [typed]);
  return jobs;
}

/** @param {{onClose: () => void}} props */
export function Palette({onClose}) {
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState(0);
  const jobs = useJobsOf(typed);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    input.current?.focus();
  }, []);
  /** @type {Entry[]} */
  const all = [
    ...visiblePages().map((page) => ({text: page.label, note: page.key ? 'g ' + page.key : 'page', run: () => go(page.path)})),
    ...views.value.map((view) => ({text: 'View: ' + view.name, note: 'view', run: () => go('/jobs' + view.query)})),
    ...actions.value.flatMap((action) => [...(mayPost(action) ? [{text: 'Post ' + action.name, note: 'action', run: () => go('/post?action=' + encodeURIComponent(action.name))}] : []), {text: 'Jobs of ' + action.name, note: 'action', run: () => go(jobsUrl('action=' + quoted(action.name)))}]),
    ...commands(),
  ];
  /** The entries for a text. @param {string} text @returns {Entry[]} */
  const matching = (text) => {
    const words = wordsOf(text);
    const named = all.filter((entry) => words.every((word) => entry.text.toLowerCase().includes(word))).slice(0, 30);
    // A page or an action with this name is before a job with it, so that Enter does not change its meaning.
    const {byId, byName} = entriesOf(jobs);
    const found = [...byId, ...named, ...byName];
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
    <input ref=${input} class="palette-input" role="combobox" aria-label="Job id or name, action, page or command" aria-expanded="true" aria-controls="palette-list" aria-activedescendant=${'palette-' + picked} autocomplete="off" placeholder="Job id or name, action, page or command" value=${typed}
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
