// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds an {@link EngineSpec}. Not thread-safe. */
public final class EngineSpecBuilder {

  private final String name;
  private @Nullable EngineImage image;
  private List<String> command = List.of();
  private List<String> args = List.of();
  private final Map<String, String> env = new LinkedHashMap<>();
  private final Map<String, EngineSecret> secrets = new LinkedHashMap<>();
  private @Nullable String workdir;
  private EngineResources resources = EngineResources.NONE;
  private final List<EngineVolume> volumes = new ArrayList<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private EngineSecurity security = EngineSecurity.DEFAULT;
  private EnginePlacement placement = EnginePlacement.ANYWHERE;
  private EngineLifetime lifetime = EngineLifetime.UNLIMITED;
  private @Nullable EngineInstances instances;
  private ObjectNode raw = EngineSpec.noRaw();
  private Set<EngineField> hints = Set.of();

  EngineSpecBuilder(String name) {
    this.name = name;
  }

  public EngineSpecBuilder image(@Nullable EngineImage value) {
    image = value;
    return this;
  }

  public EngineSpecBuilder image(String value) {
    return image(EngineImage.of(value));
  }

  public EngineSpecBuilder command(List<String> words) {
    command = List.copyOf(words);
    return this;
  }

  public EngineSpecBuilder command(String... words) {
    return command(List.of(words));
  }

  public EngineSpecBuilder args(List<String> words) {
    args = List.copyOf(words);
    return this;
  }

  public EngineSpecBuilder env(Map<String, String> variables) {
    env.putAll(variables);
    return this;
  }

  public EngineSpecBuilder env(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  public EngineSpecBuilder secret(String variable, EngineSecret secret) {
    secrets.put(variable, secret);
    return this;
  }

  public EngineSpecBuilder workdir(@Nullable String path) {
    workdir = path;
    return this;
  }

  public EngineSpecBuilder resources(EngineResources value) {
    resources = value;
    return this;
  }

  /** Sets the memory limit in bytes and keeps the other resources. */
  public EngineSpecBuilder memoryLimit(long bytes) {
    return resources(
        new EngineResources(
            resources.cpuRequest(), resources.cpuLimit(), resources.memoryRequest(), bytes));
  }

  public EngineSpecBuilder volumes(List<? extends EngineVolume> values) {
    volumes.addAll(values);
    return this;
  }

  public EngineSpecBuilder label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  public EngineSpecBuilder labels(Map<String, String> values) {
    labels.putAll(values);
    return this;
  }

  public EngineSpecBuilder security(EngineSecurity value) {
    security = value;
    return this;
  }

  public EngineSpecBuilder placement(EnginePlacement value) {
    placement = value;
    return this;
  }

  public EngineSpecBuilder lifetime(EngineLifetime value) {
    lifetime = value;
    return this;
  }

  /** Sets the timeout and keeps the other settings of the lifetime. */
  public EngineSpecBuilder timeout(@Nullable Duration value) {
    return lifetime(new EngineLifetime(value, lifetime.backoffLimit(), lifetime.keep()));
  }

  public EngineSpecBuilder instances(@Nullable EngineInstances value) {
    instances = value;
    return this;
  }

  public EngineSpecBuilder raw(ObjectNode settings) {
    raw = settings;
    return this;
  }

  public EngineSpecBuilder hints(Set<EngineField> fields) {
    hints = fields;
    return this;
  }

  /**
   * Builds the spec.
   *
   * @throws dev.baton.error.InvalidInputException if a field is malformed
   */
  public EngineSpec build() {
    return new EngineSpec(
        name,
        image,
        new EngineProgram(command, args, env, secrets, workdir),
        resources,
        volumes,
        labels,
        security,
        placement,
        lifetime,
        instances,
        raw,
        hints);
  }
}
