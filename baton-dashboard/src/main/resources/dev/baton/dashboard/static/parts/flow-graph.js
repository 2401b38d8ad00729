// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {lookOfAtom} from '../lib/states.js';
import {Icon} from './basics.js';
import {Shape} from './mark.js';

/**
 * @typedef {{key: string, name: string, kind: string, x: number, y: number, width: number, height: number, 'has-revert'?: boolean, pattern?: string}} Part
 * @typedef {{width: number, height: number, parts: Part[], arrows: {points: number[][], decided: boolean, symbols: string[]}[]}} Layout
 */

/** @param {string} text @param {number} width */
const fitting = (text, width) => {
  const letters = Math.floor((width - 28) / 6.2);
  return text.length > letters ? text.slice(0, Math.max(3, letters - 1)) + '…' : text;
};

/**
 * A graph that the server has laid out. The page adds states, colours and interaction.
 *
 * @param {{layout: Layout, states: Record<string, {state: string, waits?: boolean, note?: string}>, picked?: string | null, search?: string, follow?: boolean, onPick?: (atom: string) => void, class?: string}} props
 */
export function FlowGraph({layout, states, picked, search = '', follow = false, onPick, class: extra = ''}) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [view, setView] = useState({x: 0, y: 0, scale: 1});
  const dragged = useRef(/** @type {{x: number, y: number, moved: boolean} | null} */ (null));
  const fit = () => {
    const size = box.current?.getBoundingClientRect();
    if (size?.width) {
      const scale = Math.min(1.15, (size.width - 32) / layout.width, (size.height - 32) / layout.height);
      setView({scale, x: (size.width - layout.width * scale) / 2, y: (size.height - layout.height * scale) / 2});
    }
  };
  useEffect(() => {
    fit();
    const observer = new ResizeObserver(fit);
    if (box.current) {
      observer.observe(box.current);
    }
    return () => observer.disconnect();
  }, [layout.width, layout.height]);
  const zoom = (/** @type {number} */ factor, cx = NaN, cy = NaN) => {
    const size = box.current?.getBoundingClientRect();
    const x = Number.isNaN(cx) ? (size?.width ?? 0) / 2 : cx;
    const y = Number.isNaN(cy) ? (size?.height ?? 0) / 2 : cy;
    setView((before) => {
      const scale = Math.max(0.05, Math.min(3, before.scale * factor));
      const ratio = scale / before.scale;
      return {scale, x: x - (x - before.x) * ratio, y: y - (y - before.y) * ratio};
    });
  };
  const centre = (/** @type {Part} */ part) => {
    const size = box.current?.getBoundingClientRect();
    if (size) {
      setView(({scale}) => {
        const s = Math.max(scale, 0.8);
        return {scale: s, x: size.width / 2 - (part.x + part.width / 2) * s, y: size.height / 2 - (part.y + part.height / 2) * s};
      });
    }
  };
  const running = layout.parts.find((part) => part.kind !== 'flow' && states[part.name]?.state === 'RUNNING');
  useEffect(() => {
    if (follow && running) {
      centre(running);
    }
  }, [follow, running?.key]);
  const wanted = search.trim().toLowerCase();
  const match = wanted ? layout.parts.find((part) => part.kind !== 'flow' && part.name.toLowerCase().includes(wanted)) : null;
  useEffect(() => {
    if (match) {
      centre(match);
    }
  }, [match?.key]);
  useEffect(() => {
    // A listener that may prevent the scrolling of the page must not be passive.
    const onWheel = (/** @type {WheelEvent} */ event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const size = box.current?.getBoundingClientRect();
        zoom(Math.exp(-event.deltaY / 300), event.clientX - (size?.left ?? 0), event.clientY - (size?.top ?? 0));
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
        ${layout.parts.filter((part) => part.kind === 'flow').map((part) => html`<g key=${part.key} class="flow-box"><rect x=${part.x} y=${part.y} width=${part.width} height=${part.height} rx="8" /><text x=${part.x + 12} y=${part.y + 19}>${fitting(part.name, part.width)}</text></g>`)}
        ${layout.arrows.map((arrow, i) => html`<path key=${i} class=${'arrow' + (arrow.decided ? ' decided' : '')} d=${'M' + arrow.points.map((point) => point.join(' ')).join('L')} marker-end="url(#tip)"><title>${arrow.symbols.join(', ')}</title></path>`)}
        ${layout.parts.filter((part) => part.kind !== 'flow').map((part) => {
          const state = states[part.name];
          const look = state ? lookOfAtom(state.state, state.waits) : {look: /** @type {'queued'} */ ('queued'), label: part.kind};
          const dimmed = wanted && !part.name.toLowerCase().includes(wanted);
          const press = () => !dragged.current?.moved && onPick?.(part.name);
          return html`<g key=${part.key} class=${`node s-${look.look}${picked === part.name ? ' picked' : ''}${dimmed ? ' dimmed' : ''}`} role="button" tabindex=${onPick ? 0 : undefined} aria-label=${part.name + ', ' + look.label}
              onClick=${press} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
                if (event.key === 'Enter' || event.key === ' ') {
                  event.preventDefault();
                  onPick?.(part.name);
                }
              }}>
            <title>${part.name + ': ' + look.label}</title>
            <rect class="shape-box" x=${part.x} y=${part.y} width=${part.width} height=${part.height} rx=${part.kind === 'retry' ? part.height / 2 : 6} />
            <svg x=${part.x + 6} y=${part.y + part.height / 2 - 7} width="14" height="14"><${Shape} look=${look.look} /></svg>
            <text x=${part.x + 24} y=${part.y + part.height / 2 - 2}>${fitting(part.name, part.width)}</text>
            <text class="sub" x=${part.x + 24} y=${part.y + part.height / 2 + 12}>${fitting(state?.note || look.label, part.width + 10)}</text></g>`;
        })}
      </g>
    </svg>
    <div class="graph-buttons">
      <button type="button" class="icon-button" aria-label="Zoom in" onClick=${() => zoom(1.3)}><${Icon} name="plus" /></button>
      <button type="button" class="icon-button" aria-label="Zoom out" onClick=${() => zoom(1 / 1.3)}><${Icon} name="minus" /></button>
      <button type="button" class="icon-button" aria-label="Fit the whole graph" onClick=${fit}><${Icon} name="fit" /></button></div>
  </div>`;
}
