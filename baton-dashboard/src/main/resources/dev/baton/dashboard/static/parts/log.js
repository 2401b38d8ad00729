// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useCallback, useEffect, useRef, useState} from '../lib/html.js';
import {ansiParts} from '../lib/ansi.js';
import {apiUrl, call} from '../lib/api.js';
import {count, counted} from '../lib/format.js';
import {remembered} from '../lib/store.js';
import {useRoute} from '../lib/routes.js';
import {place, setQuery} from '../lib/router.js';
import {openStream} from '../lib/stream.js';
import {absolute, clock} from '../lib/time.js';
import {Empty, Icon, Problem} from './basics.js';

const LINE = 18;
const WINDOW = 500;
/** Browsers cannot show taller elements exactly; a longer log shares this height. */
const TALLEST = 15_000_000;

const wrap = remembered('log.wrap', false);
const times = remembered('log.times', true);

/**
 * The lines of a log, read by windows around the part that is shown. With a server that has no
 * windows, all lines are read from the start.
 *
 * @param {string} job
 * @param {boolean} isEnded
 * @param {boolean} hasWindows whether the server can answer windows
 */
function useLines(job, isEnded, hasWindows) {
  const [, redraw] = useState(0);
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const state = useRef({lines: new Map(), total: -1, asked: new Set(), last: 0, windows: true});
  const put = (/** @type {any[]} */ lines) => {
    lines.forEach((line) => {
      state.current.lines.set(line.place, line);
      state.current.last = Math.max(state.current.last, line.number);
    });
  };
  const readWindow = useCallback(async (/** @type {Record<string, number>} */ query) => {
    const answer = await call('GET', apiUrl(job + '/log-lines', {...query, count: WINDOW}));
    state.current.total = Math.max(state.current.total, answer.total);
    put(answer.lines);
    redraw((n) => n + 1);
    return answer;
  }, [job]);
  const need = useCallback((/** @type {number} */ from, /** @type {number} */ to) => {
    if (!state.current.windows) {
      return;
    }
    for (let page = Math.floor(Math.max(0, from - 1) / WINDOW); page <= Math.floor(to / WINDOW); page++) {
      const first = page * WINDOW + 1;
      if (first <= state.current.total && !state.current.asked.has(page)) {
        state.current.asked.add(page);
        readWindow({first}).catch(() => state.current.asked.delete(page));
      }
    }
  }, [readWindow]);
  useEffect(() => {
    state.current = {lines: new Map(), total: -1, asked: new Set(), last: 0, windows: true};
    let close = () => {};
    let closed = false;
    const follow = () => {
      if (!closed) {
        let batch = 0;
        close = openStream(() => apiUrl(job + '/logs', {follow: true, after: state.current.last}), {
          line: (line) => {
            if (line.number > state.current.last) {
              state.current.total++;
              put([{...line, place: state.current.total}]);
              batch ||= setTimeout(() => {
                batch = 0;
                redraw((n) => n + 1);
              }, 100);
            }
          },
          end: () => {},
        });
      }
    };
    const readAll = async () => {
      state.current.windows = false;
      state.current.total = 0;
      let page;
      do {
        page = await call('GET', apiUrl(job + '/logs', {after: state.current.last, limit: 5000}));
        put(page.lines.map((/** @type {any} */ line) => ({...line, place: ++state.current.total})));
        redraw((n) => n + 1);
      } while (page.lines.length > 0 && !page.final && !closed);
    };
    (hasWindows ? readWindow({last: WINDOW}) : readAll())
      .then(() => (isEnded ? undefined : follow()), setError);
    return () => {
      closed = true;
      close();
    };
  }, [job]);
  return {...state.current, need, readWindow, error};
}

/** @param {{text: string, search: string}} props */
function LineText({text, search}) {
  const parts = ansiParts(text);
  const wanted = search.toLowerCase();
  return parts.map((part, i) => {
    if (!wanted || !part.text.toLowerCase().includes(wanted)) {
      return part.style ? html`<span key=${i} class=${part.style}>${part.text}</span>` : part.text;
    }
    const pieces = [];
    let at = 0;
    const lower = part.text.toLowerCase();
    for (let found = lower.indexOf(wanted); found >= 0; found = lower.indexOf(wanted, at)) {
      pieces.push(part.text.slice(at, found), html`<mark>${part.text.slice(found, found + wanted.length)}</mark>`);
      at = found + wanted.length;
    }
    return html`<span key=${i} class=${part.style}>${pieces}${part.text.slice(at)}</span>`;
  });
}

/**
 * The log of a job: live, with search, from the first line to the last.
 *
 * @param {{job: any, ended: boolean, windows: boolean}} props
 */
function Lines({job, ended, windows}) {
  const log = useLines(job.id, ended, windows);
  const wrapped = wrap.use();
  const withTimes = times.use();
  const linked = Number(place.use().query.get('line')) || 0;
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [range, setRange] = useState([0, 60]);
  const [tail, setTail] = useState(linked === 0);
  const [search, setSearch] = useState('');
  const [stream, setStream] = useState('');
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {Error | null} */ (null));
  const total = Math.max(0, log.total);
  const height = Math.min(total * LINE, TALLEST);
  const perLine = total ? height / total : LINE;
  const measure = () => {
    if (box.current && !wrapped) {
      const first = Math.floor(box.current.scrollTop / perLine);
      const rows = Math.ceil(box.current.clientHeight / LINE);
      setRange([Math.max(0, first - 20), Math.min(total, first + rows + 20)]);
    }
  };
  const show = (/** @type {number} */ line) => {
    setTail(false);
    if (box.current) {
      box.current.scrollTop = Math.max(0, (line - 6) * perLine);
    }
    measure();
  };
  useEffect(() => {
    if (tail && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
    measure();
  }, [total, tail, wrapped]);
  const linkedPlace = [...log.lines.values()].find((line) => line.number === linked)?.place ?? 0;
  useEffect(() => {
    if (linked && windows) {
      log.readWindow({around: linked}).catch(setProblem);
    }
  }, [linked]);
  useEffect(() => {
    if (linkedPlace) {
      show(linkedPlace);
    }
  }, [linkedPlace, total > 0]);
  // Wrapped lines have different heights, so a window of lines around the end or the link is shown.
  const shown = wrapped ? [Math.max(0, (linkedPlace || total) - 1000), Math.min(total, (linkedPlace || total) + 1000)] : range;
  useEffect(() => log.need(shown[0] + 1, shown[1]), [shown[0], shown[1], total]);

  const runSearch = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setProblem(null);
    if (!search) {
      setFound(null);
      return;
    }
    if (!windows) {
      const lower = search.toLowerCase();
      setFound({lines: [...log.lines.values()].filter((line) => line.text.toLowerCase().includes(lower)).slice(0, 200), more: false});
      return;
    }
    try {
      const lines = [];
      let answer;
      let after = 0;
      do {
        answer = await call('GET', apiUrl(job.id + '/log-search', {text: search, after, stream, limit: 200}));
        lines.push(...answer.lines);
        after = answer.last;
      } while (answer.more && lines.length < 200);
      setFound({lines, more: answer.more});
    } catch (error) {
      setProblem(error);
    }
  };
  const rows = [];
  for (let i = shown[0]; i < shown[1]; i++) {
    const line = log.lines.get(i + 1);
    if (line && stream && line.stream !== stream) {
      continue;
    }
    rows.push(line
      ? html`<div key=${i} class=${'log-line ' + line.stream + (line.number === linked ? ' current' : '')}>
          <a class="log-number num" href=${location.pathname + '?tab=logs&line=' + line.number} aria-label=${'Link to line ' + line.place}>${line.place}</a>
          ${withTimes && html`<span class="log-time num" title=${absolute(line.at)}>${clock(line.at, true)}</span>`}<span class="log-stream" title=${line.stream} aria-hidden="true">${line.stream === 'stderr' ? '!' : ''}</span><span><${LineText} text=${line.text} search=${found ? search : ''} /></span></div>`
      : html`<div key=${i} class="log-line"><span class="log-number num">${i + 1}</span><span class="muted">…</span></div>`);
  }
  return html`<section class="panel" aria-label="Log">
    <form class="log-tools" onSubmit=${runSearch} role="search">
      <span class="search"><${Icon} name="search" /><input type="search" aria-label="Search in the log" placeholder="Search, then Enter" value=${search} onInput=${(/** @type {any} */ event) => {
        setSearch(event.target.value);
        if (!event.target.value) {
          setFound(null);
        }
      }} /></span>
      <select aria-label="Stream" value=${stream} onChange=${(/** @type {any} */ event) => setStream(event.target.value)}><option value="">All streams</option><option value="stdout">stdout</option><option value="stderr">stderr</option><option value="log">log</option></select>
      <button type="button" class="button" aria-pressed=${wrapped} onClick=${() => wrap.set(!wrapped)}>Wrap</button>
      <button type="button" class="button" aria-pressed=${withTimes} onClick=${() => times.set(!withTimes)}>Times</button>
      <button type="button" class="button" onClick=${() => show(1)}>Start</button>
      <button type="button" class="button" aria-pressed=${tail} onClick=${() => setTail(!tail)}>${ended ? 'End' : 'Follow'}</button>
      <a class="button hide-small" href=${apiUrl(job.id + '/logs', {limit: 10000})} download=${job.id.replace('/', '-') + '-log.json'}>Download</a>
    </form>
    <${Problem} error=${log.error ?? problem} />
    ${found && html`<div class="log-found" role="region" aria-label="Lines found">${found.lines.map((/** @type {any} */ line) => html`<button key=${line.number} type="button" onClick=${() => setQuery({line: line.number})}><span class="log-time num">${clock(line.at, true)}</span><span><${LineText} text=${line.text} search=${search} /></span></button>`)}
      <div class="menu-note">${found.lines.length ? counted(found.lines.length, 'line') + ' found' + (found.more ? ', and there are more: search for a longer text' : '') : 'No line contains this text.'}</div></div>`}
    ${total === 0 && log.total >= 0 ? html`<${Empty} title=${ended ? 'The job wrote no lines' : 'No lines yet'}><p>Everything that a command prints, and what an action writes with <code>job.log(…)</code>, appears here while it happens.</p></${Empty}>` : html`
    <div class=${'log' + (wrapped ? ' wrapped' : '')} ref=${box} tabindex="0" role="region" aria-label="Lines" onScroll=${() => {
      measure();
      const element = box.current;
      if (element && tail && element.scrollHeight - element.scrollTop - element.clientHeight > 60) {
        setTail(false);
      }
    }}>
      ${wrapped ? rows : html`<div style=${{height: height + 'px', position: 'relative'}}><div style=${{position: 'absolute', left: 0, minWidth: '100%', top: Math.min(shown[0] * perLine, Math.max(0, height - (shown[1] - shown[0]) * LINE)) + 'px'}}>${rows}</div></div>`}
    </div>`}
    <div class="log-foot num"><span>${counted(total, 'line')}</span>${!ended && html`<span>follows while the job runs</span>`}${linkedPlace > 0 && html`<span>linked to line ${count(linkedPlace)}</span>`}</div>
  </section>`;
}

/**
 * The log of a job, once it is known how the server answers logs.
 *
 * @param {{job: any, ended: boolean}} props
 */
export function Log({job, ended}) {
  const windows = useRoute('job/{uuid}/log-lines');
  return windows === null ? null : html`<${Lines} job=${job} ended=${ended} windows=${windows} />`;
}
