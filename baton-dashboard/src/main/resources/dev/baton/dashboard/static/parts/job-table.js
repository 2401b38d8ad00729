// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useLayoutEffect, useRef, useState} from '../lib/html.js';
import {useCopies} from '../lib/copies.js';
import {isolated} from '../lib/format.js';
import {REACH} from '../lib/job-pages.js';
import {may} from '../lib/operations.js';
import {jobUrl} from '../lib/router.js';
import {lookOfJob} from '../lib/states.js';
import {useUserName} from '../lib/users.js';
import {JobId, Progress, Time} from './basics.js';
import {messageOf, RunTime} from './job-facts.js';
import {JobMark, Shape} from './mark.js';

const NONE = html`<span class="none">–</span>`;

/** @param {{job: any}} props */
function PostedBy({job}) {
  const name = useUserName()(job['created-by']);
  return html`<span title=${job['created-by']}>${name}</span>`;
}

/** The progress of a job; nothing for a flow that reports none, because its atoms tell it. @param {any} job */
function progressOf(job) {
  const isPart = job.progress > 0 && job.progress < 100;
  return isPart || (job.state === 'RUNNING' && !may(job, 'flow'))
    ? html`<${Progress} percent=${job.progress ?? 0} look=${lookOfJob(job).look} />`
    : null;
}

const time = (/** @type {string} */ name) => (/** @type {any} */ job) => html`<${Time} at=${job[name]} />`;
const titled = (/** @type {string} */ text) => html`<span title=${text}>${text}</span>`;

/** Leads to the newest copy of a job that was retried. @param {{copy: any}} props */
const Retried = ({copy}) => html`
  <a class="retried" href=${jobUrl(copy.id)} title=${'The newest copy of this job is ' + lookOfJob(copy).label}>
    retried<${Shape} look=${lookOfJob(copy).look} />${lookOfJob(copy).label}</a>`;

/**
 * The columns that a user can choose.
 *
 * @type {Record<string, {label: string, width: string, order?: string, right?: boolean, show: (job: any, copy?: any) => any, cell?: string}>}
 */
export const COLUMNS = {
  progress: {label: 'Progress', width: '98px', order: 'progress', show: progressOf},
  posted: {
    label: 'Posted', width: '78px', order: 'created', right: true, cell: 'cell-posted', show: time('created'),
  },
  started: {label: 'Started', width: '78px', order: 'started', right: true, show: time('started')},
  ended: {label: 'Ended', width: '78px', order: 'ended', right: true, show: time('ended')},
  ran: {
    label: 'Ran', width: '82px', order: 'duration', right: true,
    show: (job) => (job.started ? html`<${RunTime} job=${job} />` : NONE),
  },
  by: {
    label: 'By', width: 'minmax(72px, 0.7fr)', order: 'owner',
    show: (job) => html`<span title=${job.owner}>${job.owner ?? NONE}</span>`,
  },
  attempt: {label: 'Attempt', width: '60px', order: 'attempt', right: true, show: (job) => job.attempt},
  priority: {label: 'Priority', width: '60px', order: 'priority', right: true, show: (job) => job.priority},
  tags: {label: 'Tags', width: 'minmax(80px, 1fr)', show: (job) => (job.tags ?? []).join(', ')},
  user: {
    label: 'Posted by', width: 'minmax(90px, 0.8fr)', order: 'created-by', show: (job) => html`<${PostedBy} job=${job} />`,
  },
  message: {
    label: 'Message', width: 'minmax(120px, 2fr)', cell: 'cell-message',
    show: (job, copy) => html`${copy && html`<${Retried} copy=${copy} /> `}${titled(messageOf(job))}`,
  },
};

const SMALL = matchMedia('(max-width: 760px)');

function useSmall() {
  const [small, setSmall] = useState(SMALL.matches);
  useEffect(() => {
    const change = () => setSmall(SMALL.matches);
    SMALL.addEventListener('change', change);
    return () => SMALL.removeEventListener('change', change);
  }, []);
  return small;
}

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

/** Scrolls to the row with the cursor. */
function useCursor(
  /** @type {{current: HTMLElement | null}} */ ref,
  /** @type {number} */ cursor,
  /** @type {number} */ height,
) {
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
}

/**
 * @param {{label: string, attribute?: string, right?: boolean, order: string, onOrder: (order: string) => void}} props
 */
function Head({label, attribute, right = false, order, onOrder}) {
  const [by, direction] = order.split(':');
  const isSorted = by === attribute;
  const isDown = direction === 'desc';
  const next = attribute + (isSorted && isDown ? ':asc' : ':desc');
  return html`<span role="columnheader" class=${right ? 'right' : ''}
      aria-sort=${isSorted ? (isDown ? 'descending' : 'ascending') : undefined}>
    ${attribute ? html`<button type="button" class="sort" onClick=${() => onOrder(next)}>
      ${label}${isSorted && (isDown ? ' ↓' : ' ↑')}</button>` : label}</span>`;
}

/** Opens a job by a click into its row, but not by a click on a control or the end of a selection. */
const isOnRow = (/** @type {any} */ event) =>
  !event.target.closest('a, button, input, label') && !getSelection()?.toString();

/**
 * @param {{job: any, copy: any, index: number, columns: any[], picked: boolean, current: boolean, onPick: (id: string) => void, onOpen: (id: string) => void}} props
 */
const Row = ({job, copy, index, columns, picked, current, onPick, onOpen}) => html`
  <div role="row" aria-rowindex=${index + 2} aria-selected=${picked}
      class=${'row' + (picked ? ' picked' : '') + (current ? ' cursor' : '')}
      onClick=${(/** @type {any} */ event) => isOnRow(event) && onOpen(job.id)}>
    <span role="gridcell" class="cell-check">
      <input type="checkbox" aria-label=${'Select job ' + job.id} checked=${picked}
        onChange=${() => onPick(job.id)} /></span>
    <span role="gridcell" class="cell-state"><${JobMark} job=${job} /></span>
    <span role="gridcell" class="cell-id"><${JobId} id=${job.id} /></span>
    <span role="gridcell" class="cell-action" title=${job.name ? isolated`${job.action} · ${job.name}` : job.action}>
      ${job.action}${job.name && html`<span class="muted">${job.name}</span>`}</span>
    ${columns.map((column) => html`
      <span role="gridcell" key=${column.name} class=${(column.cell ?? 'cell-small') + (column.right ? ' right' : '')}>
        ${column.show(job, copy)}</span>`)}
  </div>`;

/** @param {{index: number}} props a row whose job is being read */
const Blank = ({index}) => html`
  <div role="row" aria-rowindex=${index + 2} class="row blank">
    <span role="gridcell"></span><span role="gridcell">…</span></div>`;

/**
 * The columns that are shown. The progress is left out while no job that was read has a progress; a
 * column that has appeared stays until the list is read again, so that the others do not move.
 *
 * @param {Map<number, any>} rows
 * @param {string[]} chosen
 * @param {string} order
 */
function useColumns(rows, chosen, order) {
  const shown = useRef(/** @type {{rows: Map<number, any> | null, progress: boolean}} */ ({rows: null, progress: false}));
  if (shown.current.rows !== rows) {
    shown.current = {rows, progress: order.startsWith('progress:')};
  }
  shown.current.progress ||= [...rows.values()].some((job) => progressOf(job) !== null);
  return chosen
    .filter((name) => name !== 'progress' || shown.current.progress)
    .map((name) => ({name, ...COLUMNS[name]}))
    .filter((column) => column.label);
}

/**
 * A list of jobs of which only the visible rows exist.
 *
 * @param {{pages: any, columns: string[], order: string, onOrder: (order: string) => void, cursor: number, isPicked: (id: string) => boolean, allPicked: boolean, onPick: (id: string) => void, onPickAll: () => void, onOpen: (id: string) => void}} props
 */
export function JobTable({pages, columns, order, onOrder, cursor, isPicked, allPicked, onPick, onPickAll, onOpen}) {
  const height = useSmall() ? 76 : 34;
  const total = Math.min(pages.count, REACH);
  const [ref, [first, last]] = useVisible(total, height);
  useEffect(() => pages.need(first, last), [first, last, pages.count]);
  useCursor(ref, cursor, height);
  const copies = useCopies(pages.rows, first, Math.min(last, total));
  const shown = useColumns(pages.rows, columns, order);
  const widths = ['20px', '96px', '96px', 'minmax(150px, 1.3fr)', ...shown.map((column) => column.width)];
  const rows = [];
  for (let i = first; i < Math.min(last, total); i++) {
    const job = pages.rows.get(i);
    rows.push(job ? html`
      <${Row} key=${job.id} job=${job} copy=${copies.get(job.id)} index=${i} columns=${shown} picked=${isPicked(job.id)} current=${i === cursor}
        onPick=${onPick} onOpen=${onOpen} />` : html`<${Blank} key=${'blank-' + i} index=${i} />`);
  }
  const head = (/** @type {string} */ label, /** @type {string | undefined} */ attribute, right = false) => html`
    <${Head} key=${label} label=${label} attribute=${attribute} right=${right} order=${order} onOrder=${onOrder} />`;
  return html`<div class="jobs" role="grid" aria-label="Jobs" aria-rowcount=${total + 1}
      style=${{'--columns': widths.join(' ')}}>
    <div role="rowgroup"><div class="row head" role="row">
      <span role="columnheader" class="cell-check"><label class="pick-all">
        <input type="checkbox" aria-label="Select all shown jobs" checked=${allPicked} onChange=${onPickAll} />
        <span class="only-small">Select all shown jobs</span></label></span>
      ${head('State', 'state')}<span role="columnheader">Job</span>${head('Action', 'action')}
      ${shown.map((column) => head(column.label, column.order, column.right))}
    </div></div>
    <div class="body" role="rowgroup" ref=${ref} style=${{height: total * height + 'px'}}>
      <div class="window" role="presentation" style=${{top: first * height + 'px'}}>${rows}</div>
    </div>
  </div>`;
}
