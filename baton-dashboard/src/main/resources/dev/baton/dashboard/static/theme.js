// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

// Sets the chosen theme before the first paint, so that the page does not flash in the other one.
// This file is no module, because modules run after the page is parsed.
try {
  const theme = localStorage.getItem('baton.theme');
  if (theme === '"light"' || theme === '"dark"') {
    document.documentElement.dataset.theme = JSON.parse(theme);
  }
} catch {
  // Without storage, the theme of the system applies.
}
