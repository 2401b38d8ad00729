// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {remembered} from './store.js';

export const theme = remembered('theme', /** @type {'system' | 'light' | 'dark'} */ ('system'));

export const zone = remembered('zone', /** @type {'local' | 'UTC'} */ ('local'));

/** The saved views of the list of jobs. */
export const views = remembered('views', /** @type {{name: string, query: string}[]} */ ([]));

/** The chosen columns of the list of jobs. */
export const columns = remembered('columns', ['progress', 'posted', 'ran', 'by', 'message']);

/** @param {'system' | 'light' | 'dark'} chosen */
function apply(chosen) {
  if (chosen === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen;
  }
}

theme.subscribe(apply);
apply(theme.value);
