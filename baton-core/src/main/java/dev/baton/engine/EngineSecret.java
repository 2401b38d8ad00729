// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** Where the value of a secret environment variable comes from. */
public sealed interface EngineSecret {

  /**
   * The value itself, resolved by the executor just before the job is made. Engines give it to the
   * program's environment and to nobody else: not to arguments, labels, logs, messages or files
   * that others can read.
   */
  record Value(String value) implements EngineSecret {
    /** Without the value. */
    @Override
    public String toString() {
      return "Value[***]";
    }
  }

  /**
   * A secret that the engine itself keeps, such as one of Kubernetes; refused as {@link
   * EngineField#SECRETS} by engines that keep none.
   *
   * @param name of the secret
   * @param key within it
   */
  record Kept(String name, String key) implements EngineSecret {}
}
