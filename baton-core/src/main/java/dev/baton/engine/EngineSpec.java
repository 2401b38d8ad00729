// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The complete description of an engine job, for all engines. An engine refuses a field that it
 * cannot honour and names the field, unless the field is a hint.
 *
 * @param name identifies the engine job: 2 to 63 lower-case letters, digits and '-', as in
 *     Kubernetes
 * @param image null for engines without images
 * @param labels added to the labels of the engine; the engine may refuse keys or values
 * @param instances null for a plain engine job, whose only instance has no number
 * @param raw settings that only this kind of engine knows. They are merged into the request to the
 *     engine and override the other fields (for Kubernetes a pod template, for Docker the body of a
 *     create request); empty for none
 * @param hints fields that an engine may ignore; requests and {@code keep} are always hints
 */
public record EngineSpec(
    String name,
    @Nullable EngineImage image,
    EngineProgram program,
    EngineResources resources,
    List<EngineVolume> volumes,
    Map<String, String> labels,
    EngineSecurity security,
    EnginePlacement placement,
    EngineLifetime lifetime,
    @Nullable EngineInstances instances,
    ObjectNode raw,
    Set<EngineField> hints) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]");
  private static final Set<EngineField> ALWAYS_HINTS =
      Set.of(EngineField.CPU_REQUEST, EngineField.MEMORY_REQUEST, EngineField.KEEP);

  public EngineSpec {
    checkName(name);
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
    raw = raw.deepCopy();
    hints = Set.copyOf(hints);
  }

  /**
   * Checks that an engine job may have the name.
   *
   * @throws InvalidInputException if it may not; the message states the allowed names
   */
  public static void checkName(String name) {
    if (!isName(name)) {
      throw new InvalidInputException(
          "name is '"
              + name
              + "'; allowed: 2 to 63 lower-case letters, digits and '-', no '-' first or last");
    }
  }

  /** Whether an engine job may have the name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Starts to build a spec with this name, in which no other field is set. */
  public static EngineSpecBuilder named(String name) {
    return new EngineSpecBuilder(name);
  }

  /** An empty object for raw settings. */
  public static ObjectNode noRaw() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The fields that are set. */
  public Set<EngineField> set() {
    EnumSet<EngineField> set = EnumSet.noneOf(EngineField.class);
    for (EngineField field : EngineField.values()) {
      if (isSet(field)) {
        set.add(field);
      }
    }
    return set;
  }

  /**
   * Refuses a spec that sets fields that an engine cannot honour and that are not hints.
   *
   * @param engine the name of the engine, for the message
   * @param honoured all fields that the engine honours
   * @throws InvalidInputException if there are such fields; the message names them
   */
  public void requireOnly(String engine, Set<EngineField> honoured) {
    Set<EngineField> left = set();
    left.removeAll(honoured);
    left.removeAll(hints);
    left.removeAll(ALWAYS_HINTS);
    if (!left.isEmpty()) {
      throw new InvalidInputException(
          "engine '"
              + engine
              + "' cannot honour "
              + String.join(", ", left.stream().map(EngineField::text).toList())
              + "; leave these fields out, list them in hints, or choose another engine");
    }
  }

  private boolean isSet(EngineField field) {
    return switch (field) {
      case IMAGE -> image != null;
      case PULL_POLICY -> image != null && image.pullPolicy() != null;
      case PULL_SECRETS -> image != null && !image.pullSecrets().isEmpty();
      case COMMAND -> !program.command().isEmpty();
      case ARGS -> !program.args().isEmpty();
      case ENV -> !program.env().isEmpty();
      case SECRETS -> !program.secrets().isEmpty();
      case WORKDIR -> program.workdir() != null;
      case CPU_REQUEST -> resources.cpuRequest() != null;
      case CPU_LIMIT -> resources.cpuLimit() != null;
      case MEMORY_REQUEST -> resources.memoryRequest() != null;
      case MEMORY_LIMIT -> resources.memoryLimit() != null;
      case VOLUMES -> !volumes.isEmpty();
      case USER -> security.user() != null;
      case GROUP -> security.group() != null;
      case READ_ONLY_ROOT -> security.readOnlyRoot();
      case PRIVILEGED -> security.privileged();
      case CAPABILITIES ->
          !security.addCapabilities().isEmpty() || !security.dropCapabilities().isEmpty();
      case NODE_SELECTOR -> !placement.nodeSelector().isEmpty();
      case TOLERATIONS -> !placement.tolerations().isEmpty();
      case TIMEOUT -> lifetime.timeout() != null;
      case BACKOFF_LIMIT -> lifetime.backoffLimit() > 0;
      case KEEP -> lifetime.keep() != null;
      case INSTANCES -> instances != null;
      case RAW -> !raw.isEmpty();
    };
  }

  /** Returns the spec with an additional label. */
  public EngineSpec withLabel(String key, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(key, value);
    return new EngineSpec(
        name, image, program, resources, volumes, more, security, placement, lifetime, instances,
        raw, hints);
  }

  /**
   * A text for display. The text omits values of variables, arguments and raw settings, because
   * they may be secret.
   */
  @Override
  public String toString() {
    return "EngineSpec[name="
        + name
        + ", image="
        + (image == null ? "none" : image.name())
        + ", labels="
        + new TreeMap<>(labels)
        + ", set="
        + set()
        + "]";
  }
}
