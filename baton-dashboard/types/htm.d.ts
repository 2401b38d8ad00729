// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The types of htm, whose artifact has none. */
declare module 'htm' {
  const htm: {
    bind(h: unknown): (strings: TemplateStringsArray, ...values: any[]) => any;
  };
  export default htm;
}
