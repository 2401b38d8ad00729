// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useMemo, useRef, useState} from '../lib/html.js';
import {count, counted, isolated} from '../lib/format.js';
import {endedState, lookOfAtom} from '../lib/states.js';
import {Icon} from './basics.js';
import {GraphMap} from './graph-map.js';
import {Shape} from './mark.js';

/**
 * @typedef {{key: string, name: string, kind: string, x: number, y: number, width: number, height: number, 'has-revert'?: boolean, pattern?: string, place?: string, folded?: boolean, atoms?: number, states?: Record<string, number>}} Part
 * @typedef {{width: number, height: number, parts: Part[], arrows: {points: number[][], decided: boolean, symbols: string[]}[]}} Layout
 */

/** Below this scale, the names of the atoms cannot be read. */
const READABLE = 0.75;

/** The states of the atom that comes into the middle if the whole graph is too large to be read. */
const FIRST = ['RUNNING', 'REVERTING', 'FAILURE_REVERTING', 'FAILURE', 'FAILURE_REVERTED', 'FAILURE_INTERRUPTED', 'REVERT_FAILURE'];

/** @param {Part} part */
const isAtom = (part) => part.kind !== 'flow' && part.kind !== 'more';

/**
 * What makes a part of the picture a button.
 *
 * @param {() => void} press
 * @param {() => boolean} isDrag whether the click ends a drag of the picture
 */
const pressing = (press, isDrag) => ({
  role: 'button',
  tabindex: 0,
  onClick: () => {
    if (!isDrag()) {
      press();
    }
  },
  onKeyDown: (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      press();
    }
  },
});

/** @param {string} text @param {number} width */
const fitting = (text, width) => {
  const letters = Math.floor((width - 28) / 6.2);
  return text.length > letters ? text.slice(0, Math.max(3, letters - 1)) + '…' : text;
};

/** The states of atoms in the order in which the picture of a folded flow shows them. */
const ORDER = ['REVERT_FAILURE', 'FAILURE', 'REVERTING', 'RETRYING', 'RUNNING', 'PENDING', 'SUSPENDED', 'INTERRUPTED', 'REVERTED', 'IGNORE', 'NOT_RUN', 'SUCCESS'];

/**
 * The numbers of atoms of a folded flow by the state in which they are shown.
 *
 * @param {Part} part
 * @param {boolean} ended whether the job has ended
 */
function statesOfFold(part, ended) {
  /** @type {Record<string, number>} */
  const states = {};
  for (const [stored, n] of Object.entries(part.states ?? {})) {
    const state = ended ? endedState(stored) : stored;
    states[state] = (states[state] ?? 0) + n;
  }
  return states;
}

/** @param {Part} part a folded flow @param {boolean} ended */
function lookOfFold(part, ended) {
  const states = statesOfFold(part, ended);
  const found = ORDER.find((state) => states[state]);
  return found ? lookOfAtom(found) : {look: /** @type {'queued'} */ ('queued'), label: ''};
}

/** @param {Part} part @param {boolean} replaying @param {boolean} ended */
function noteOfFold(part, replaying, ended) {
  const states = Object.entries(statesOfFold(part, ended)).sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const counts = replaying || states.length === 0 ? '' : states.map(([state, n]) => count(n) + ' ' + lookOfAtom(state).label).join(', ');
  return counts || counted(part.atoms ?? 0, 'atom');
}

/**
 * A graph that the server has laid out. The page adds states, colours and interaction.
 *
 * @param {{layout: Layout, states: Record<string, {state: string, waits?: boolean, note?: string}>, picked?: string | null, search?: string, hit?: number, follow?: boolean, replaying?: boolean, ended?: boolean, onPick?: (atom: string) => void, onFold?: (place: string, fold: boolean) => void, class?: string}} props
 */
export function FlowGraph({layout, states, picked, search = '', hit = 0, follow = false, replaying = false, ended = false, onPick, onFold, class: extra = ''}) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [view, setView] = useState({x: 0, y: 0, scale: 1});
  const dragged = useRef(/** @type {{x: number, y: number, moved: boolean} | null} */ (null));
  const [size, setSize] = useState({width: 0, height: 0});
  const fit = (least = 0) => {
    const area = box.current?.getBoundingClientRect();
    if (area?.width) {
      const whole = Math.min(1.15, (area.width - 32) / layout.width, (area.height - 32) / layout.height);
      const scale = Math.max(least, whole);
      // A side that does not fit begins at its start.
      const start = (/** @type {number} */ room, /** @type {number} */ length) =>
        (length * scale > room ? 16 : (room - length * scale) / 2);
      setView({scale, x: start(area.width, layout.width), y: start(area.height, layout.height)});
      return scale > whole;
    }
    return false;
  };
  /** Shows the whole graph if it can be read; otherwise the atom that runs or failed. */
  const begin = () => {
    if (fit(READABLE)) {
      const first = FIRST.map((state) => layout.parts.find((part) => isAtom(part) && states[part.name]?.state === state)).find(Boolean);
      if (first) {
        centre(first);
      }
    }
  };
  const latestBegin = useRef(begin);
  latestBegin.current = begin;
  // The flow that the user has folded or opened stays in view; other changes show the whole graph.
  const toggled = useRef('');
  useEffect(() => {
    const part = layout.parts.find((each) => each.place && each.place === toggled.current);
    toggled.current = '';
    if (part) {
      centre(part);
    } else {
      begin();
    }
  }, [layout.width, layout.height]);
  useEffect(() => {
    let isFirst = true;
    // The observer also reports the size when it begins to observe, which is no change.
    const observer = new ResizeObserver(([entry]) => {
      setSize({width: entry.contentRect.width, height: entry.contentRect.height});
      if (!isFirst) {
        latestBegin.current();
      }
      isFirst = false;
    });
    if (box.current) {
      observer.observe(box.current);
    }
    return () => observer.disconnect();
  }, []);
  const isDrag = () => dragged.current?.moved ?? false;
  const toggle = (/** @type {Part} */ part) => {
    if (part.place) {
      toggled.current = part.place;
      onFold?.(part.place, !part.folded);
    }
  };
  const zoom = (/** @type {number} */ factor, cx = NaN, cy = NaN) => {
    const area = box.current?.getBoundingClientRect();
    const x = Number.isNaN(cx) ? (area?.width ?? 0) / 2 : cx;
    const y = Number.isNaN(cy) ? (area?.height ?? 0) / 2 : cy;
    setView((before) => {
      const scale = Math.max(0.05, Math.min(3, before.scale * factor));
      const ratio = scale / before.scale;
      return {scale, x: x - (x - before.x) * ratio, y: y - (y - before.y) * ratio};
    });
  };
  const moveTo = (/** @type {number} */ x, /** @type {number} */ y, least = 0) => {
    const area = box.current?.getBoundingClientRect();
    if (area) {
      setView((before) => {
        const scale = Math.max(before.scale, least);
        return {scale, x: area.width / 2 - x * scale, y: area.height / 2 - y * scale};
      });
    }
  };
  const centre = (/** @type {Part} */ part) => moveTo(part.x + part.width / 2, part.y + part.height / 2, 0.8);
  const running = layout.parts.find((part) => isAtom(part) && states[part.name]?.state === 'RUNNING');
  useEffect(() => {
    if (follow && running) {
      centre(running);
    }
  }, [follow, running?.key]);
  const wanted = search.trim().toLowerCase();
  const matches = wanted ? layout.parts.filter((part) => isAtom(part) && part.name.toLowerCase().includes(wanted)) : [];
  const match = matches[hit % Math.max(1, matches.length)];
  useEffect(() => {
    if (match) {
      centre(match);
    }
  }, [match?.key, hit]);
  const boxes = useMemo(() => layout.parts.filter((part) => isAtom(part) || part.folded).map((part) => {
    const state = isAtom(part) ? states[part.name] : undefined;
    return {...part, look: part.folded ? lookOfFold(part, ended).look : state ? lookOfAtom(state.state, state.waits).look : 'queued'};
  }), [layout, states, ended]);
  const isCut = size.width > 0 && (view.x < 0 || view.y < 0 || view.x + layout.width * view.scale > size.width || view.y + layout.height * view.scale > size.height);
  useEffect(() => {
    // A listener that may prevent the scrolling of the page must not be passive.
    const onWheel = (/** @type {WheelEvent} */ event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const area = box.current?.getBoundingClientRect();
        zoom(Math.exp(-event.deltaY / 300), event.clientX - (area?.left ?? 0), event.clientY - (area?.top ?? 0));
      }
    };
    const element = box.current;
    element?.addEventListener('wheel', onWheel, {passive: false});
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);
  return html`<div class=${'graph ' + extra} ref=${box} style=${{'--graph-height': Math.round(layout.height * 1.15 + 80) + 'px'}}>
    <svg class="canvas" role="group" aria-label="Graph of the flow"
      onPointerDown=${(/** @type {PointerEvent} */ event) => {
        dragged.current = {x: event.clientX, y: event.clientY, moved: false};
      }}
      onPointerMove=${(/** @type {PointerEvent} */ event) => {
        const from = dragged.current;
        if (from && event.buttons) {
          const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
          if (from.moved || Math.abs(dx) + Math.abs(dy) > 3) {
            dragged.current = {x: event.clientX, y: event.clientY, moved: true};
            setView((before) => ({...before, x: before.x + dx, y: before.y + dy}));
          }
        }
      }}
      onPointerLeave=${() => {
        dragged.current = null;
      }}>
      <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="arrow-tip" d="M0 0.8 L8 4 L0 7.2 z" /></marker></defs>
      <g transform=${`translate(${view.x} ${view.y}) scale(${view.scale})`}>
        ${layout.parts.filter((part) => !isAtom(part) && !part.folded).map((part) => html`<g key=${part.key} class="flow-box"><rect x=${part.x} y=${part.y} width=${part.width} height=${part.height} rx="8" /><text x=${part.x + 12} y=${part.y + 19}>${fitting(part.name, part.width - 20)}</text>
          ${onFold && part.place && html`<g class="fold" ...${pressing(() => toggle(part), isDrag)} aria-expanded="true" aria-label=${isolated`Fold ${part.name}`}><rect x=${part.x + part.width - 28} y=${part.y + 3} width="24" height="24" rx="4" /><path d=${`M${part.x + part.width - 21} ${part.y + 15}h10`} /></g>`}</g>`)}
        ${layout.arrows.map((arrow, i) => html`<path key=${i} class=${'arrow' + (arrow.decided ? ' decided' : '')} d=${'M' + arrow.points.map((point) => point.join(' ')).join('L')} marker-end="url(#tip)"><title>${arrow.symbols.join(', ')}</title></path>`)}
        ${layout.parts.filter((part) => !isAtom(part) && part.folded).map((part) => {
          const {look, label: words} = replaying ? {look: 'queued', label: ''} : lookOfFold(part, ended);
          const note = noteOfFold(part, replaying, ended);
          const opens = onFold && part.place;
          return html`<g key=${part.key} class=${`node folded s-${look}${wanted ? ' dimmed' : ''}`} ...${opens ? {...pressing(() => toggle(part), isDrag), 'aria-expanded': 'false'} : {role: 'img'}} aria-label=${opens ? isolated`Open ${part.name}, ${note}` : isolated`${part.name}, ${note}`}>
            <title>${isolated`${part.name}: ${note}; ${opens ? 'click to open' : 'find them in the tree'}`}</title>
            ${opens && html`<rect class="shape-box" x=${part.x + 4} y=${part.y + 4} width=${part.width} height=${part.height} rx="8" />`}
            <rect class="shape-box" x=${part.x} y=${part.y} width=${part.width} height=${part.height} rx="8" />
            ${words ? html`<svg x=${part.x + 8} y=${part.y + part.height / 2 - 7} width="14" height="14"><${Shape} look=${look} /></svg>` : null}
            <text x=${part.x + 28} y=${part.y + part.height / 2 - 4}>${fitting(part.name, part.width - 24)}</text>
            ${opens && html`<path class="fold-sign" d=${`M${part.x + part.width - 19} ${part.y + part.height / 2 - 8}h10m-5 -5v10`} />`}
            <text class="sub" x=${part.x + 28} y=${part.y + part.height / 2 + 13}>${fitting(note, part.width + 10)}</text></g>`;
        })}
        ${layout.parts.filter(isAtom).map((part) => {
          const state = states[part.name];
          const look = state ? lookOfAtom(state.state, state.waits) : {look: /** @type {'queued'} */ ('queued'), label: part.kind};
          const dimmed = wanted && !part.name.toLowerCase().includes(wanted);
          const press = () => onPick?.(part.name);
          return html`<g key=${part.key} class=${`node s-${look.look}${part === match ? ' found' : ''}${picked === part.name ? ' picked' : ''}${dimmed ? ' dimmed' : ''}`} ...${onPick ? pressing(press, isDrag) : {role: 'img'}} aria-label=${isolated`${part.name}, ${look.label}`}>
            <title>${isolated`${part.name}: ${look.label}`}</title>
            <rect class="shape-box" x=${part.x} y=${part.y} width=${part.width} height=${part.height} rx=${part.kind === 'retry' ? part.height / 2 : 6} />
            <svg x=${part.x + 6} y=${part.y + part.height / 2 - 7} width="14" height="14"><${Shape} look=${look.look} /></svg>
            <text x=${part.x + 24} y=${part.y + part.height / 2 - 2}>${fitting(part.name, part.width)}</text>
            <text class="sub" x=${part.x + 24} y=${part.y + part.height / 2 + 12}>${fitting(state?.note || look.label, part.width + 10)}</text></g>`;
        })}
      </g>
    </svg>
    ${isCut && html`<${GraphMap} layout=${layout} boxes=${boxes} view=${view} size=${size} onMove=${moveTo} />`}
    <div class="graph-buttons">
      <button type="button" class="icon-button" title="Zoom in" aria-label="Zoom in" onClick=${() => zoom(1.3)}><${Icon} name="plus" /></button>
      <button type="button" class="icon-button" title="Zoom out" aria-label="Zoom out" onClick=${() => zoom(1 / 1.3)}><${Icon} name="minus" /></button>
      <button type="button" class="icon-button" title="Fit the whole graph" aria-label="Fit the whole graph" onClick=${() => fit()}><${Icon} name="fit" /></button></div>
  </div>`;
}
