// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** The fields of an {@link EngineSpec}. Each engine lists the fields that it can honour. */
public enum EngineField {
  IMAGE("image"),
  PULL_POLICY("pull-policy"),
  PULL_SECRETS("pull-secrets"),
  COMMAND("command"),
  ARGS("args"),
  ENV("env"),
  SECRETS("secrets"),
  WORKDIR("workdir"),
  CPU_REQUEST("cpu-request"),
  CPU_LIMIT("cpu-limit"),
  MEMORY_REQUEST("memory-request"),
  MEMORY_LIMIT("memory-limit"),
  VOLUMES("volumes"),
  USER("user"),
  GROUP("group"),
  READ_ONLY_ROOT("read-only-root"),
  PRIVILEGED("privileged"),
  CAPABILITIES("capabilities"),
  NODE_SELECTOR("node-selector"),
  TOLERATIONS("tolerations"),
  TIMEOUT("timeout"),
  BACKOFF_LIMIT("backoff-limit"),
  KEEP("keep"),
  INSTANCES("instances"),
  RAW("raw");

  private final String text;

  EngineField(String text) {
    this.text = text;
  }

  /**
   * The name of the field in messages, as a parameter of {@code run_container} and as a
   * command-line flag.
   */
  public String text() {
    return text;
  }
}
