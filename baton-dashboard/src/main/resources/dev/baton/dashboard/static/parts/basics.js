// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Small parts that every page uses. */

import {html, useState} from '../lib/html.js';
import {copyText, shortId} from '../lib/format.js';
import {zone} from '../lib/preferences.js';
import {absolute, ago, now} from '../lib/time.js';
import {apiUrl, isOutage, isReady, statusOf} from '../lib/api.js';
import {jobUrl} from '../lib/router.js';
import {attempt} from '../lib/toast.js';
import {useInterval} from '../lib/use.js';

/**
 * A relative time; the absolute time and its zone appear on hover.
 *
 * @param {{at?: string | null}} props
 */
export function Time({at}) {
  const current = now.use();
  zone.use();
  return at
    ? html`<time datetime=${at} title=${absolute(at)}>${ago(current - Date.parse(at))}</time>`
    : html`<span class="none">–</span>`;
}

const ICONS = {
  copy: 'M5 5V3h8v8h-2M3 5h8v8H3z',
  check: 'M3 8.6l3.2 3.2L13 4.6',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3 3',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  left: 'M10 4L6 8l4 4',
  right: 'M6 4l4 4-4 4',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M3 6V3h3M13 6V3h-3M3 10v3h3M13 10v3h-3',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  link: 'M7 9a3 3 0 0 0 4 0l2-2a3 3 0 0 0-4-4l-1 1M9 7a3 3 0 0 0-4 0L3 9a3 3 0 0 0 4 4l1-1',
  play: 'M5 3l8 5-8 5z',
  columns: 'M3 3h10v10H3zM8 3v10',
  download: 'M8 2v8M5 7l3 3 3-3M3 13h10',
  user: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14a5.5 5.5 0 0 1 11 0',
};

/** @param {{name: keyof typeof ICONS}} props */
export const Icon = ({name}) => html`
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d=${ICONS[name]} fill="none" stroke="currentColor" stroke-width=${name === 'more' ? 2.4 : 1.5} stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;

/** @param {{text: string, label: string}} props */
export function Copy({text, label}) {
  const [done, setDone] = useState(false);
  const copy = async (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    await attempt(() => copyText(text));
    setDone(true);
    setTimeout(() => setDone(false), 1200);
  };
  return html`<button type="button" class="icon-button copy" title=${label} aria-label=${done ? 'Copied' : label} onClick=${copy}>
    <${Icon} name=${done ? 'check' : 'copy'} /></button>`;
}

/**
 * A short id that leads to its job and can be copied.
 *
 * @param {{id: string, copy?: boolean}} props
 */
export const JobId = ({id, copy = true}) => html`
  <span class="job-id"><a class="mono" href=${jobUrl(id)} title=${id}>${shortId(id)}</a>${
    copy && html`<${Copy} text=${id} label=${'Copy the id ' + id} />`}</span>`;

/** @param {{percent: number, look?: string}} props */
export const Progress = ({percent, look = 'running'}) => html`
  <span class=${'progress s-' + look} title=${percent + ' %'}>
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="6" /><rect class="fill" width=${Math.max(0, Math.min(100, percent))} height="6" /></svg>
    <span class="num">${percent}${'\u202f'}%</span></span>`;

/** @param {{error: Error | null | undefined, retry?: () => void}} props */
export const Problem = ({error, retry}) =>
  error
    ? html`<div class="problem" role="alert"><span>${error.message}</span>${
        retry && html`<button type="button" class="button small" onClick=${retry}>Try again</button>`}</div>`
    : null;

/** How often the page looks whether the server is reached again, in milliseconds. */
const LOOK_AGAIN = 3000;

/**
 * The failure of a request that changes something. Such a request is not repeated, so a failure
 * because of an outage is cleared when the server is reached again.
 *
 * @param {{error: Error | null | undefined, onReconnect: () => void}} props
 */
export function SendProblem({error, onReconnect}) {
  const isLost = isOutage(error);
  // Not every page has a stream that would tell when the server is reached again.
  const look = async () => isReady(await statusOf(apiUrl('session'), new AbortController().signal)) && onReconnect();
  useInterval(look, isLost ? LOOK_AGAIN : null);
  return html`<${Problem} error=${error} />`;
}

/**
 * What a page shows when there is nothing: what would be here, and how to fill it.
 *
 * @param {{title: string, children?: any}} props
 */
export const Empty = ({title, children}) => html`
  <div class="empty"><h2>${title}</h2>${children}</div>`;

/** @param {{lines?: number}} props */
export const Skeleton = ({lines = 8}) => html`
  <div class="skeleton" aria-label="The data is being read" role="status">
    ${Array.from({length: lines}, () => html`<div class="skeleton-line"></div>`)}</div>`;

/**
 * Shows the answer, its absence, or its failure.
 *
 * @param {{of: {data: any, error: any, slow: boolean, reload: () => void}, children: (data: any) => any}} props
 */
export const Answer = ({of, children}) => html`
  <${Problem} error=${of.error} retry=${of.reload} />
  ${of.data !== undefined ? children(of.data) : of.slow && !of.error ? html`<${Skeleton} />` : null}`;

/** @param {{command: string, label?: string}} props */
export const Command = ({command, label = 'Copy the command'}) => html`
  <div class="command"><code>${command}</code><${Copy} text=${command} label=${label} /></div>`;

/** @param {{title: any, aside?: any, children?: any, class?: string}} props */
export const Panel = ({title, aside, children, class: extra = ''}) => html`
  <section class=${'panel ' + extra}>
    <header class="panel-head"><h2>${title}</h2>${aside && html`<div class="panel-aside">${aside}</div>`}</header>
    ${children}</section>`;

/** @param {{title: string, children?: any}} props */
export const PageHead = ({title, children}) => html`
  <header class="page-head"><h1>${title}</h1><div class="page-tools">${children}</div></header>`;

/** @param {{rows: [string, any][]}} props */
export const Facts = ({rows}) => html`
  <dl class="facts">${rows
    .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
