// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

/** A registered callback. Closing it removes the callback. */
@FunctionalInterface
public interface Watch extends AutoCloseable {
  @Override
  void close();
}
