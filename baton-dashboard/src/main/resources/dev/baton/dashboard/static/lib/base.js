// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The path below which a proxy serves the dashboard, such as `/baton`; empty for the root. */
export const BASE = document.documentElement.dataset.base ?? '';
