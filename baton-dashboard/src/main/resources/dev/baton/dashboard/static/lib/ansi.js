// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * An escape sequence, or the begin of one at the end of a text that was shortened. In the groups of
 * failures, the server has {@code <n>} for the numbers.
 */
const SEQUENCE =
  /\u001b(?:\[((?:<n>|[0-9;:?])*)([ -/]*[@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\[?[0-9;:?]*$|[ -/]*[0-~])/g;

/**
 * A text without escape sequences, for messages that are shown outside of a log.
 *
 * @param {string} text
 */
export const withoutAnsi = (text) => (text.includes('\u001b') ? text.replace(SEQUENCE, '') : text);

/**
 * Splits a line with ANSI escape sequences into texts with classes. Other control sequences are
 * left out.
 *
 * @param {string} line
 * @returns {{text: string, style: string}[]}
 */
export function ansiParts(line) {
  if (!line.includes('\u001b') && !line.includes('\r')) {
    return [{text: line, style: ''}];
  }
  // A carriage return moves to the start of the line, so only the text after the last one remains.
  const visible = line.replace(/\r+$/, '');
  const text = visible.slice(visible.lastIndexOf('\r') + 1);
  const parts = [];
  let colour = '';
  const flags = new Set();
  let at = 0;
  const add = (/** @type {number} */ end) => {
    if (end > at) {
      parts.push({text: text.slice(at, end), style: [colour, ...flags].filter(Boolean).join(' ')});
    }
  };
  for (const match of text.matchAll(SEQUENCE)) {
    add(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') {
      colour = select(match[1], colour, flags);
    }
  }
  add(text.length);
  return parts;
}

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/**
 * @param {string} codes
 * @param {string} colour
 * @param {Set<string>} flags
 */
function select(codes, colour, flags) {
  const list = (codes || '0').split(/[;:]/).map(Number);
  let current = colour;
  for (let i = 0; i < list.length; i++) {
    const code = list[i];
    if (code === 0) {
      current = '';
      flags.clear();
    } else if (code === 1 || code === 2 || code === 3 || code === 4) {
      flags.add(['', 'a-bold', 'a-dim', 'a-italic', 'a-underline'][code]);
    } else if (code === 22) {
      flags.delete('a-bold');
      flags.delete('a-dim');
    } else if (code === 23) {
      flags.delete('a-italic');
    } else if (code === 24) {
      flags.delete('a-underline');
    } else if (code >= 30 && code <= 37) {
      current = 'a-' + NAMES[code - 30];
    } else if (code >= 90 && code <= 97) {
      current = 'a-' + NAMES[code - 90];
    } else if (code === 38 && list[i + 1] === 5) {
      current = nearest(indexed(list[i + 2]));
      i += 2;
    } else if (code === 38 && list[i + 1] === 2) {
      current = nearest([list[i + 2], list[i + 3], list[i + 4]]);
      i += 4;
    } else if (code === 48) {
      i += list[i + 1] === 5 ? 2 : 4;
    } else if (code === 39) {
      current = '';
    }
  }
  return current;
}

/** @param {number} n */
function indexed(n) {
  if (n < 16) {
    const bright = n > 7 ? 255 : 190;
    return [(n & 1) * bright, ((n >> 1) & 1) * bright, ((n >> 2) & 1) * bright];
  }
  if (n < 232) {
    const i = n - 16;
    return [Math.floor(i / 36) * 51, (Math.floor(i / 6) % 6) * 51, (i % 6) * 51];
  }
  const grey = (n - 232) * 10 + 8;
  return [grey, grey, grey];
}

/**
 * The named colour that is nearest: the theme chooses its exact tone, so that it stays readable.
 *
 * @param {number[]} rgb
 */
function nearest(rgb) {
  const max = Math.max(...rgb);
  if (max - Math.min(...rgb) < 40) {
    return '';
  }
  const bits = rgb.map((value) => (value > max * 0.6 ? 1 : 0));
  return 'a-' + NAMES[bits[0] + bits[1] * 2 + bits[2] * 4];
}
