// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** The source of the value of a secret environment variable. */
public sealed interface EngineSecret {

  /**
   * The value itself. The executor reads it just before the engine job is made. Engines pass it
   * only to the environment of the program, and not to arguments, labels, logs, messages or files
   * that others can read.
   */
  record Value(String value) implements EngineSecret {
    /** The text does not contain the value. */
    @Override
    public String toString() {
      return "Value[***]";
    }
  }

  /**
   * A secret that the engine stores, such as a Kubernetes secret. Engines that store no secrets
   * refuse it as {@link EngineField#SECRETS}.
   *
   * @param name the name of the secret
   * @param key the key within the secret
   */
  record Kept(String name, String key) implements EngineSecret {}
}
