// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useMemo, useRef, useState} from '../lib/html.js';
import {count, counted} from '../lib/format.js';
import {LogLines} from '../lib/log-lines.js';
import {remembered} from '../lib/store.js';
import {place, setQuery} from '../lib/router.js';
import {useReconnect} from '../lib/stream.js';
import {absolute, clock} from '../lib/time.js';
import {Empty, Icon, Problem, Skeleton} from './basics.js';
import {GoTo} from './go-to.js';
import {LogDownload} from './log-download.js';
import {goToHit, linkedLine, LinesFound, useLogSearch} from './log-search.js';
import {LogText} from './log-text.js';

/** The height of a line in pixels, as in the style sheet. */
const LINE = 18;
/** Browsers cannot show taller elements exactly; a longer log shares this height. */
const TALLEST = 15_000_000;
/** The lines above and below the visible part that are drawn too. */
const MARGIN = 20;
/** The lines before and after the end, or the link, that are drawn when lines are wrapped. */
const WRAPPED = 1000;

const wrap = remembered('log.wrap', false);
const times = remembered('log.times', true);

/**
 * @param {string} job
 * @param {boolean} isEnded
 * @param {number} linked the number of the line in the address; 0 if there is none
 */
function useLines(job, isEnded, linked) {
  const [, redraw] = useState(0);
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const log = useMemo(() => new LogLines(job, () => redraw((n) => n + 1)), [job]);
  const report = (/** @type {Error} */ problem) => {
    if (!log.abort.signal.aborted) {
      setError(problem);
    }
  };
  useEffect(() => {
    log.open(!isEnded).catch(report);
    return () => log.close();
  }, [log]);
  const readLinked = async () => {
    if (linked && !log.placeOf(linked)) {
      await log.readAround(linked);
    }
  };
  useReconnect(() => {
    if (error) {
      setError(null);
      log.open(!isEnded).then(readLinked).catch(report);
    }
  });
  useEffect(() => {
    readLinked().catch(report);
  }, [log, linked]);
  // The place stays known when the line is no longer in the memory.
  const found = useRef({linked: 0, linkedPlace: 0});
  if (found.current.linked !== linked || log.placeOf(linked)) {
    found.current = {linked, linkedPlace: log.placeOf(linked)};
  }
  return {log, error, link: found.current};
}

/**
 * The part of the log that the box shows, and how to move it.
 *
 * @param {number} total
 * @param {boolean} wrapped
 * @param {{linked: number, linkedPlace: number}} link
 */
function useView(total, wrapped, {linked, linkedPlace}) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [range, setRange] = useState([0, 3 * MARGIN]);
  const [top, setTop] = useState(0);
  const [tail, setTail] = useState(linked === 0);
  // How far the box was scrolled to the end.
  const reached = useRef(0);
  const height = Math.min(total * LINE, TALLEST);
  // The way of the scroll bar stands for the lines that can be first in the box, so that its end
  // shows the last line also if the log is higher than the element.
  const waysOf = (/** @type {HTMLElement} */ element) => ({
    pixels: Math.max(1, height - element.clientHeight),
    lines: Math.max(0, total - element.clientHeight / LINE),
  });
  const measure = () => {
    const element = box.current;
    if (element && !wrapped) {
      const ways = waysOf(element);
      const at = Math.min(1, element.scrollTop / ways.pixels) * ways.lines;
      const above = Math.floor(element.scrollTop / LINE);
      const below = Math.max(0, Math.floor((height - element.scrollTop - element.clientHeight) / LINE));
      const from = Math.max(0, Math.floor(at) - Math.min(MARGIN, above));
      const to = Math.min(total, Math.ceil(at + element.clientHeight / LINE) + Math.min(MARGIN, below));
      setRange([from, to]);
      setTop(Math.max(0, Math.min(element.scrollTop - (at - from) * LINE, height - (to - from) * LINE)));
    }
  };
  const show = (/** @type {number} */ line) => {
    setTail(false);
    const element = box.current;
    if (element) {
      const ways = waysOf(element);
      element.scrollTop = ways.lines ? (Math.max(0, line - 6) / ways.lines) * ways.pixels : 0;
    }
    measure();
  };
  useEffect(() => {
    if (tail && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
      reached.current = box.current.scrollTop;
    }
    measure();
  }, [total, tail, wrapped]);
  useEffect(() => {
    if (linkedPlace) {
      show(linkedPlace);
    }
  }, [linkedPlace, total > 0]);
  const onScroll = () => {
    measure();
    const element = box.current;
    // A gap at the end alone does not mean that the user has scrolled up: lines may have come since.
    const isUp = element && element.scrollTop < reached.current - 1;
    if (element && tail && isUp && element.scrollHeight - element.scrollTop - element.clientHeight > 60) {
      setTail(false);
    }
  };
  // Wrapped lines have different heights, so a window of lines around the end or the link is shown.
  const centre = linkedPlace || total;
  const shown = wrapped ? [Math.max(0, centre - WRAPPED), Math.min(total, centre + WRAPPED)] : range;
  return {box, shown, height, top, tail, setTail, show, onScroll};
}

/** @param {{line: any, label: string, isLinked: boolean, withTimes: boolean, search: string}} props */
const Row = ({line, label, isLinked, withTimes, search}) => html`
  <div class=${'log-line from-' + line.stream + (isLinked ? ' current' : '')}>
    <a class="log-number num" href=${place.value.path + '?tab=logs&line=' + line.number}
      aria-label=${'Link to line ' + line.place}>${label}</a>
    ${withTimes && html`<span class="log-time num" title=${absolute(line.at)}>${clock(line.at, true)}</span>`}
    <span class="log-stream" title=${line.stream} aria-hidden="true">${line.stream === 'stderr' ? '!' : ''}</span>
    <span><${LogText} text=${line.text} search=${search} /></span></div>`;

/** @param {{log: LogLines, shown: number[], stream: string, linked: number, search: string}} props */
function Rows({log, shown, stream, linked, search}) {
  const withTimes = times.use();
  // The number is text of the line, padded to a column, so that it may be as high as the line.
  const digits = Math.max(4, String(log.total).length);
  const rows = [];
  for (let at = shown[0] + 1; at <= shown[1]; at++) {
    const line = log.at(at);
    const label = String(at).padStart(digits + 1);
    if (!line) {
      rows.push(html`<div key=${at} class="log-line">
        <span class="log-number num">${label}</span><span class="muted">…</span></div>`);
    } else if (!stream || line.stream === stream) {
      rows.push(html`<${Row} key=${at} line=${line} label=${label} isLinked=${line.number === linked}
        withTimes=${withTimes} search=${search} />`);
    }
  }
  return rows;
}

/**
 * @param {{search: ReturnType<typeof useLogSearch>, stream: string, onStream: (stream: string) => void, children: any}} props
 */
function Tools({search, stream, onStream, children}) {
  const [text, setText] = useState('');
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const {found} = search;
    if (found?.lines.length && found.text === text && found.stream === stream) {
      goToHit(found, 1);
    } else {
      search.start(text, stream);
    }
  };
  const onInput = (/** @type {any} */ event) => {
    setText(event.target.value);
    if (!event.target.value) {
      search.clear();
    }
  };
  return html`<div class="log-tools">
    <form class="log-form" onSubmit=${onSubmit} role="search">
      <span class="search"><${Icon} name="search" />
        <input type="search" aria-label="Search in the log" placeholder="Search, then Enter" value=${text}
          onInput=${onInput} /></span>
      <select aria-label="Stream" value=${stream}
        onChange=${(/** @type {any} */ event) => onStream(event.target.value)}>
        <option value="">All streams</option>
        ${['stdout', 'stderr', 'log'].map((each) => html`<option key=${each} value=${each}>${each}</option>`)}
      </select></form>
    ${children}</div>`;
}

/** @param {{ended: boolean}} props */
const NoLines = ({ended}) => html`
  <${Empty} title=${ended ? 'The job wrote no lines' : 'No lines yet'}>
    <p>Everything that a command prints, and what an action writes with <code>job.log(…)</code>, appears here
      while it happens.</p></${Empty}>`;

/**
 * The log of a job: live, with search, from the first line to the last.
 *
 * @param {{job: any, ended: boolean}} props
 */
export function Log({job, ended}) {
  place.use();
  const linked = linkedLine();
  const {log, error, link} = useLines(job.id, ended, linked);
  const search = useLogSearch(job.id);
  const wrapped = wrap.use();
  const withTimes = times.use();
  const [stream, setStream] = useState('');
  const total = Math.max(0, log.total);
  const isUnknown = log.total < 0;
  const view = useView(total, wrapped, link);
  const [first, last] = view.shown;
  useEffect(() => log.need(first + 1, last), [log, first, last, total]);
  const rows = html`<${Rows} log=${log} shown=${view.shown} stream=${stream} linked=${linked}
    search=${search.found?.text ?? ''} />`;
  return html`<section class="panel" aria-label="Log">
    <${Tools} search=${search} stream=${stream} onStream=${setStream}>
      <${GoTo} job=${job.id} onLine=${(/** @type {import('../lib/log-lines.js').Line} */ line) => {
        setQuery({line: line.number});
        view.show(line.place);
      }} />
      <button type="button" class="button" aria-pressed=${wrapped} onClick=${() => wrap.set(!wrapped)}>Wrap</button>
      <button type="button" class="button" aria-pressed=${withTimes}
        onClick=${() => times.set(!withTimes)}>Times</button>
      <button type="button" class="button" onClick=${() => view.show(1)}>Start</button>
      <button type="button" class="button" aria-pressed=${view.tail}
        onClick=${() => view.setTail(!view.tail)}>${ended ? 'End' : 'Follow'}</button>
      <${LogDownload} job=${job.id} total=${total} withTimes=${withTimes} />
    </${Tools}>
    <${Problem} error=${error} />
    <${LinesFound} search=${search} log=${log} ended=${ended} linked=${linked} />
    ${isUnknown && !error && html`<div class="panel-body"><${Skeleton} lines=${6} /></div>`}
    ${total === 0 && !isUnknown && html`<${NoLines} ended=${ended} />`}
    ${total > 0 && html`
    <div class=${'log' + (wrapped ? ' wrapped' : '')} ref=${view.box} tabindex="0" role="region" aria-label="Lines"
      onScroll=${view.onScroll}>
      ${wrapped ? rows : html`<div style=${{height: view.height + 'px', position: 'relative'}}>
        <div style=${{position: 'absolute', left: 0, minWidth: '100%', top: view.top + 'px'}}>${rows}</div></div>`}
    </div>`}
    <div class="log-foot num"><span>${isUnknown ? '–' : counted(total, 'line')}</span>
      ${!ended && html`<span>follows while the job runs</span>`}
      ${link.linkedPlace > 0 && html`<span>linked to line ${count(link.linkedPlace)}</span>`}</div>
  </section>`;
}
