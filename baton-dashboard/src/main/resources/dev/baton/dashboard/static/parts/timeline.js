// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {absolute, clock, duration, inZone, now} from '../lib/time.js';
import {zone} from '../lib/preferences.js';
import {may} from '../lib/operations.js';
import {CANCEL, lookOfJob} from '../lib/states.js';
import {Panel} from './basics.js';
import {Mark} from './mark.js';

/** The kinds of segments, and how a segment looks before its end is known. */
const LOOKS = {
  delay: 'delayed',
  queue: 'queued',
  run: 'running',
  revert: 'reverting',
  retry: 'waiting',
  event: 'waiting',
  returned: 'queued',
  lost: 'queued',
  parked: 'waiting',
};

/**
 * @typedef {keyof typeof LOOKS} Kind
 * @typedef {{kind: Kind, from: number, to: number | null, wait: boolean, look: any, label: string, where: string, note: string}} Segment
 */

/** When the first wait of a job ended, or now. @param {any[]} events */
function firstEnd(events) {
  const next = events.find((each) => each.kind === 'started' || each.kind === 'ended');
  return next ? Date.parse(next.at) : Date.now();
}

/**
 * When a job became due for its first attempt; 0 without a delay. A retry or a later wait changes
 * the attribute, so a time after the first start is not this delay.
 *
 * @param {any} job
 * @param {any[]} events
 */
function firstDue(job, events) {
  const due = Date.parse(job['not-before'] ?? '');
  const isLater = events.some((each) => each.kind === 'started' && Date.parse(each.at) < due);
  return Number.isNaN(due) || isLater ? 0 : due;
}

/**
 * Divides the run during which a flow was cancelled: from then on, also in later runs, the flow
 * reverts its work.
 *
 * @param {any} job
 * @param {Segment[]} segments
 */
function withRevert(job, segments) {
  const at = may(job, 'flow') ? Date.parse(job.signals?.[CANCEL]?.at ?? '') : NaN;
  return segments.flatMap((each) => {
    if (each.kind !== 'run' || Number.isNaN(at) || (each.to !== null && each.to <= at)) {
      return [each];
    }
    /** @type {Segment} */
    const revert = {
      ...each,
      kind: 'revert',
      from: Math.max(at, each.from),
      look: each.to === null ? LOOKS.revert : each.look === 'cancelled' ? 'reverted' : each.look,
      label: each.to === null ? 'cancelled, reverts its work' : 'cancelled, reverted its work',
    };
    return each.from < at ? [{...each, to: at, look: 'running', note: ''}, revert] : [revert];
  });
}

/**
 * Reads from the history what the job did and for what it waited, without gaps.
 *
 * @param {any} job
 * @param {any[]} events
 * @returns {Segment[]}
 */
export function segmentsOf(job, events) {
  /** @type {Segment[]} */
  const segments = [];
  /** @type {Segment | null} */
  let open = null;
  const end = (/** @type {number} */ at, /** @type {Partial<Segment>} */ changes = {}) => {
    if (open) {
      Object.assign(open, changes);
      open.to = at;
      segments.push(open);
    }
    open = null;
  };
  const begin = (/** @type {number} */ from, /** @type {Kind} */ kind, /** @type {string} */ label, where = '', note = '') => {
    open = {kind, from, to: null, wait: kind !== 'run', look: LOOKS[kind], label, where, note};
  };
  const labelOf = (/** @type {Segment | null} */ segment) => segment?.label ?? '';
  for (const event of events) {
    const at = Date.parse(event.at);
    const note = event.note ?? '';
    switch (event.kind) {
      case 'posted': {
        const due = firstDue(job, events);
        if (due > at) {
          begin(at, 'delay', 'delayed', '', note);
        }
        // The wait for an executor begins when the delay ends.
        if (due <= firstEnd(events)) {
          end(due);
          begin(Math.max(at, due), 'queue', 'waited for an executor', '', due > at ? '' : note);
        }
        break;
      }
      case 'started':
      case 'resumed': {
        end(at);
        const attempt = event.attempt ? 'attempt ' + event.attempt : 'ran';
        begin(at, 'run', event.kind === 'resumed' ? attempt + ', continued' : attempt, event.owner ?? '', note);
        break;
      }
      case 'retried':
        end(at, {look: 'failed', note});
        begin(at, 'retry', 'waited for the next attempt');
        break;
      case 'waiting':
        end(at, {look: 'succeeded'});
        begin(at, 'event', 'waited for a time, signal or job', '', note);
        break;
      case 'abandoned':
        end(at, {look: 'queued', label: labelOf(open) + ', returned', note: note || 'its executor stopped, or lost its connection for a while'});
        begin(at, 'returned', 'waited for an executor again');
        break;
      case 'lost':
        end(at, {look: 'failed', label: labelOf(open) + ', lost', note: note || 'the executor died or lost its connection'});
        begin(at, 'lost', 'waited for an executor again');
        break;
      case 'parked':
        end(at, {look: 'succeeded'});
        begin(at, 'parked', 'parked until another job ends it', '', note);
        break;
      case 'ended':
        end(at, {look: lookOfJob({state: event.state}).look, ...(note ? {note} : {})});
        break;
      default:
    }
  }
  if (open) {
    /** @type {Segment} */ (open).label = /** @type {Segment} */ (open).label.replace(/\bwaited\b/, 'waits');
    segments.push(open);
  }
  return withRevert(job, segments);
}

/** The capabilities that a job waits for, as the reason of its wait. @param {any} job @param {Segment} segment */
const needs = (job, segment) =>
  segment.kind === 'queue' && segment.to === null && job.requires?.length > 0
    ? 'needs an executor with ' + job.requires.join(', ') : '';

/**
 * What the job waited for and where it ran, in order.
 *
 * @param {{job: any, events: any[]}} props
 */
export function Timeline({job, events}) {
  const current = now.use();
  zone.use();
  const segments = segmentsOf(job, events);
  if (!segments.length) {
    return null;
  }
  const start = segments[0].from;
  const end = Math.max(...segments.map((each) => each.to ?? current), start + 1);
  const waited = segments.filter((each) => each.wait).reduce((sum, each) => sum + (each.to ?? current) - each.from, 0);
  return html`<${Panel} title="Timeline" aside=${html`<span class="num">${duration(end - start)} in all, ${duration(waited)} of it waiting</span>`}>
    <div class="panel-body">
      <div class="track-line" role="img" aria-label=${segments.map((each) => each.label + ' ' + duration((each.to ?? current) - each.from)).join(', ')}>
        ${segments.map((each, i) => html`<span key=${i} class=${'s-' + each.look + (each.wait ? ' wait' : '')} style=${{flexGrow: Math.max(1, (each.to ?? current) - each.from)}} title=${each.label + ' ' + duration((each.to ?? current) - each.from)}>${duration((each.to ?? current) - each.from)}</span>`)}
      </div>
    </div>
    <div class="scroll" tabindex="0"><table class="stack"><thead><tr><th>What</th><th>From</th><th class="right">Took</th><th>On</th><th>Reason</th></tr></thead>
      <tbody>${segments.map((each, i) => html`<tr key=${i}><td><${Mark} look=${each.look} label=${each.label} /></td>
        <td class="num nowrap" data-label="from"><span title=${absolute(each.from)}>${clock(each.from, true)}</span></td><td class="right nowrap" data-label="took">${duration((each.to ?? current) - each.from)}${each.to === null ? ' …' : ''}</td>
        <td class="nowrap" data-label=${each.where ? 'on' : undefined}>${each.where}</td><td class="wrap">${inZone(each.note || needs(job, each))}</td></tr>`)}</tbody></table></div>
  </${Panel}>`;
}
