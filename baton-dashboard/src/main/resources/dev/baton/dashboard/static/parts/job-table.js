// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useLayoutEffect, useRef, useState} from '../lib/html.js';
import {firstLine} from '../lib/format.js';
import {REACH} from '../lib/job-pages.js';
import {now, duration} from '../lib/time.js';
import {JobId, Progress, Time} from './basics.js';
import {JobMark} from './mark.js';
import {lookOfJob} from '../lib/states.js';

/** @param {{job: any}} props */
function Ran({job}) {
  const current = now.use();
  if (!job.started) {
    return html`<span class="none">–</span>`;
  }
  return html`${duration((job.ended ? Date.parse(job.ended) : current) - Date.parse(job.started))}`;
}

/** @param {any} job */
const message = (job) => firstLine((job.state === 'FAILED' && job['last-error']) || job['status-message'] || job['last-error'] || '');

/**
 * The columns that a user can choose.
 *
 * @type {Record<string, {label: string, width: string, order?: string, right?: boolean, show: (job: any) => any, cell?: string}>}
 */
export const COLUMNS = {
  progress: {label: 'Progress', width: '98px', order: 'progress', show: (job) => (job.state === 'RUNNING' || (job.progress > 0 && job.progress < 100) ? html`<${Progress} percent=${job.progress ?? 0} look=${lookOfJob(job).look} />` : null)},
  posted: {label: 'Posted', width: '78px', order: 'created', right: true, cell: 'cell-posted', show: (job) => html`<${Time} at=${job.created} />`},
  started: {label: 'Started', width: '78px', order: 'started', right: true, show: (job) => html`<${Time} at=${job.started} />`},
  ended: {label: 'Ended', width: '78px', order: 'ended', right: true, show: (job) => html`<${Time} at=${job.ended} />`},
  ran: {label: 'Ran', width: '82px', order: 'duration', right: true, show: (job) => html`<${Ran} job=${job} />`},
  by: {label: 'By', width: 'minmax(72px, 0.7fr)', order: 'owner', show: (job) => html`<span title=${job.owner}>${job.owner ?? html`<span class="none">–</span>`}</span>`},
  attempt: {label: 'Attempt', width: '60px', order: 'attempt', right: true, show: (job) => job.attempt},
  priority: {label: 'Priority', width: '60px', order: 'priority', right: true, show: (job) => job.priority},
  tags: {label: 'Tags', width: 'minmax(80px, 1fr)', show: (job) => (job.tags ?? []).join(', ')},
  user: {label: 'Posted by', width: 'minmax(90px, 0.8fr)', order: 'created-by', show: (job) => job['created-by']},
  message: {label: 'Message', width: 'minmax(120px, 2fr)', cell: 'cell-message', show: (job) => html`<span title=${message(job)}>${message(job)}</span>`},
};

const SMALL = matchMedia('(max-width: 760px)');

/** The part of a list that the window shows. */
function useVisible(/** @type {number} */ total, /** @type {number} */ height) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const [range, setRange] = useState(/** @type {[number, number]} */ ([0, 40]));
  useLayoutEffect(() => {
    const measure = () => {
      const top = ref.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / height) - 12);
      const last = Math.min(total, Math.ceil((innerHeight - top) / height) + 12);
      setRange((before) => (before[0] === first && before[1] === last ? before : [first, Math.max(first, last)]));
    };
    measure();
    addEventListener('scroll', measure, {passive: true});
    addEventListener('resize', measure);
    return () => {
      removeEventListener('scroll', measure);
      removeEventListener('resize', measure);
    };
  }, [total, height]);
  return /** @type {const} */ ([ref, range]);
}

/**
 * A list of jobs of which only the visible rows exist.
 *
 * @param {{pages: any, columns: string[], order: string, onOrder: (order: string) => void, cursor: number, isPicked: (id: string) => boolean, allPicked: boolean, onPick: (id: string) => void, onPickAll: () => void, onOpen: (id: string) => void}} props
 */
export function JobTable({pages, columns, order, onOrder, cursor, isPicked, allPicked, onPick, onPickAll, onOpen}) {
  const [small, setSmall] = useState(SMALL.matches);
  useEffect(() => {
    const change = () => setSmall(SMALL.matches);
    SMALL.addEventListener('change', change);
    return () => SMALL.removeEventListener('change', change);
  }, []);
  const height = small ? 76 : 34;
  const total = Math.min(pages.count, REACH);
  const [ref, [first, last]] = useVisible(total, height);
  useEffect(() => pages.need(first, last), [first, last, pages.count]);
  useEffect(() => {
    const top = ref.current?.getBoundingClientRect().top ?? 0;
    if (cursor >= 0) {
      const y = top + cursor * height;
      if (y < 90) {
        scrollBy(0, y - 90);
      } else if (y + height > innerHeight - 60) {
        scrollBy(0, y + height - innerHeight + 60);
      }
    }
  }, [cursor]);
  const shown = columns.map((name) => ({name, ...COLUMNS[name]})).filter((column) => column.label);
  const template = ['20px', '96px', '96px', 'minmax(150px, 1.3fr)', ...shown.map((column) => column.width)].join(' ');
  const [by, direction] = order.split(':');
  const head = (/** @type {string} */ label, /** @type {string} */ attribute, right = false) => {
    const sorted = by === attribute;
    return html`<span role="columnheader" key=${attribute} class=${right ? 'right' : ''} aria-sort=${sorted ? (direction === 'desc' ? 'descending' : 'ascending') : undefined}>${
      attribute ? html`<button type="button" class="sort" onClick=${() => onOrder(sorted && direction === 'desc' ? attribute + ':asc' : attribute + ':desc')}>${label}${sorted && (direction === 'desc' ? ' ↓' : ' ↑')}</button>` : label}</span>`;
  };
  const rows = [];
  for (let i = first; i < Math.min(last, total); i++) {
    const job = pages.rows.get(i);
    rows.push(
      job
        ? html`<div key=${job.id} role="row" aria-rowindex=${i + 2} aria-selected=${isPicked(job.id)} class=${'row' + (isPicked(job.id) ? ' picked' : '') + (i === cursor ? ' cursor' : '')}
            onClick=${(/** @type {any} */ event) => !event.target.closest('a, button, input, label') && !getSelection()?.toString() && onOpen(job.id)}>
          <span role="gridcell" class="cell-check"><input type="checkbox" aria-label=${'Select job ' + job.id} checked=${isPicked(job.id)} onChange=${() => onPick(job.id)} /></span>
          <span role="gridcell" class="cell-state"><${JobMark} job=${job} /></span>
          <span role="gridcell" class="cell-id"><${JobId} id=${job.id} /></span>
          <span role="gridcell" class="cell-action" title=${job.name ? job.action + ' · ' + job.name : job.action}>${job.action}${job.name && html`<span class="muted">${job.name}</span>`}</span>
          ${shown.map((column) => html`<span role="gridcell" key=${column.name} class=${(column.cell ?? 'cell-small') + (column.right ? ' right' : '')}>${column.show(job)}</span>`)}
        </div>`
        : html`<div key=${'blank-' + i} role="row" aria-rowindex=${i + 2} class="row blank"><span role="gridcell"></span><span role="gridcell">…</span></div>`,
    );
  }
  return html`<div class="jobs" role="grid" aria-label="Jobs" aria-rowcount=${total + 1} style=${{'--columns': template}}>
    <div role="rowgroup"><div class="row head" role="row">
      <span role="columnheader" class="cell-check"><input type="checkbox" aria-label="Select all shown jobs" checked=${allPicked} onChange=${onPickAll} /></span>
      ${head('State', 'state')}<span role="columnheader">Job</span>${head('Action', 'action')}
      ${shown.map((column) => head(column.label, column.order ?? '', column.right))}
    </div></div>
    <div class="body" role="rowgroup" ref=${ref} style=${{height: total * height + 'px'}}>
      <div class="window" role="presentation" style=${{top: first * height + 'px'}}>${rows}</div>
    </div>
  </div>`;
}
