// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** Opens an engine; what a plugin registers under a name. */
@FunctionalInterface
public interface EngineFactory {

  /**
   * Opens it, without reaching out: an engine that is away is found so by its methods.
   *
   * @throws dev.baton.error.InvalidInputException if the options do not fit, naming each that does
   *     not and those that are known
   */
  Engine open(EngineOptions options);
}
