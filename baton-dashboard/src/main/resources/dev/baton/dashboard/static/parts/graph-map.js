// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useMemo, useRef} from '../lib/html.js';

/** The size in pixels that the map has at most, and its shortest side at least. */
const [WIDTH, HEIGHT, SHORTEST] = [180, 120, 28];

/** @param {number} length @param {number} most */
const side = (length, most) => Math.max(SHORTEST, Math.min(most, length));

/**
 * A small picture of a whole graph with the part that is visible. A press moves that part. It is for
 * the mouse only: the search, the tree and the keys reach all atoms too.
 *
 * @param {{layout: {width: number, height: number}, boxes: {x: number, y: number, width: number, height: number, look: string}[], view: {x: number, y: number, scale: number}, size: {width: number, height: number}, onMove: (x: number, y: number) => void}} props
 *     onMove: gets the point of the graph that comes into the middle
 */
export function GraphMap({layout, boxes, view, size, onMove}) {
  const svg = useRef(/** @type {SVGElement | null} */ (null));
  const ratio = Math.min(WIDTH / layout.width, HEIGHT / layout.height);
  const [width, height] = [side(layout.width * ratio, WIDTH), side(layout.height * ratio, HEIGHT)];
  const [sx, sy] = [width / layout.width, height / layout.height];
  // One path for each colour keeps the picture of thousands of atoms small.
  const paths = useMemo(() => {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const box of boxes) {
      const [w, h] = [Math.max(1.5, box.width * sx), Math.max(1.5, box.height * sy)];
      const path = `M${(box.x * sx).toFixed(1)} ${(box.y * sy).toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h-${w.toFixed(1)}z`;
      found.set(box.look, (found.get(box.look) ?? '') + path);
    }
    return [...found];
  }, [boxes, sx, sy]);
  const move = (/** @type {PointerEvent} */ event) => {
    const place = svg.current?.getBoundingClientRect();
    if (place && event.buttons) {
      onMove((event.clientX - place.left) / sx, (event.clientY - place.top) / sy);
    }
  };
  return html`<svg class="graph-map" ref=${svg} width=${width} height=${height} aria-hidden="true"
    onPointerDown=${move} onPointerMove=${move}>
    ${paths.map(([look, path]) => html`<path key=${look} class=${'s-' + look} d=${path} />`)}
    <rect class="graph-map-view" x=${(-view.x / view.scale) * sx} y=${(-view.y / view.scale) * sy}
      width=${(size.width / view.scale) * sx} height=${(size.height / view.scale) * sy} /></svg>`;
}
