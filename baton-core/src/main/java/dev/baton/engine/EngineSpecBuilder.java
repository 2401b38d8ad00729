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

  /** Sets the image; null, the default, for engines without images. */
  public EngineSpecBuilder image(@Nullable EngineImage value) {
    image = value;
    return this;
  }

  /**
   * Sets the name of the image, with the default pull policy of the engine.
   *
   * @throws dev.baton.error.InvalidInputException if the name is blank or has spaces
   */
  public EngineSpecBuilder image(String value) {
    return image(EngineImage.of(value));
  }

  /**
   * Sets the program and its first arguments; empty, the default, runs the program of the image.
   */
  public EngineSpecBuilder command(List<String> words) {
    command = List.copyOf(words);
    return this;
  }

  /** Sets the program and its first arguments. No shell interprets them. */
  public EngineSpecBuilder command(String... words) {
    return command(List.of(words));
  }

  /** Sets further arguments, which replace the arguments of the image. */
  public EngineSpecBuilder args(List<String> words) {
    args = List.copyOf(words);
    return this;
  }

  /** Adds environment variables. A variable that was set before gets the new value. */
  public EngineSpecBuilder env(Map<String, String> variables) {
    env.putAll(variables);
    return this;
  }

  /** Adds an environment variable. The value is not secret: engines show it. */
  public EngineSpecBuilder env(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  /** Adds an environment variable whose value engines keep secret. */
  public EngineSpecBuilder secret(String variable, EngineSecret secret) {
    secrets.put(variable, secret);
    return this;
  }

  /**
   * Sets the working directory, an absolute path; null, the default, leaves it to image or engine.
   */
  public EngineSpecBuilder workdir(@Nullable String path) {
    workdir = path;
    return this;
  }

  /** Sets all requests and limits of cores and memory; the default is none. */
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

  /** Adds volumes. */
  public EngineSpecBuilder volumes(List<? extends EngineVolume> values) {
    volumes.addAll(values);
    return this;
  }

  /** Adds a label. The engine may refuse the key or the value when the engine job is created. */
  public EngineSpecBuilder label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /** Adds labels. A label that was set before gets the new value. */
  public EngineSpecBuilder labels(Map<String, String> values) {
    labels.putAll(values);
    return this;
  }

  /** Sets the user and the rights of the program; the default is that of the engine. */
  public EngineSpecBuilder security(EngineSecurity value) {
    security = value;
    return this;
  }

  /** Sets on which machines the engine job may run; the default is any. */
  public EngineSpecBuilder placement(EnginePlacement value) {
    placement = value;
    return this;
  }

  /**
   * Sets timeout, repetitions and keep time together; the default is no timeout and no repetition.
   */
  public EngineSpecBuilder lifetime(EngineLifetime value) {
    lifetime = value;
    return this;
  }

  /** Sets the timeout and keeps the other settings of the lifetime. */
  public EngineSpecBuilder timeout(@Nullable Duration value) {
    return lifetime(new EngineLifetime(value, lifetime.backoffLimit(), lifetime.keep()));
  }

  /** Sets how many instances run in parallel; null, the default, for one without a number. */
  public EngineSpecBuilder instances(@Nullable EngineInstances value) {
    instances = value;
    return this;
  }

  /** Sets settings that only this kind of engine knows; they override the other fields. */
  public EngineSpecBuilder raw(ObjectNode settings) {
    raw = settings;
    return this;
  }

  /** Sets the fields that an engine may ignore; it refuses other fields that it cannot honour. */
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
