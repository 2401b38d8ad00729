// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** Opens an engine. A plugin registers a factory under the name of the engine. */
@FunctionalInterface
public interface EngineFactory {

  /**
   * Opens the engine without connecting to it. If the engine is unreachable, only a later call of
   * its methods fails.
   *
   * @throws dev.baton.error.InvalidInputException if options are invalid; the message names each
   *     invalid option and the known options
   */
  Engine open(EngineOptions options);
}
