// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineField;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineResources;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSecurity;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineVolume;
import dev.baton.error.InvalidInputException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates engine specs into request bodies that create containers. */
record CreateContainerBody(String engine, String installation, DockerSettings settings) {

  /**
   * The fields of an engine spec that Docker and Podman can honour. Node selector and tolerations
   * are missing, because only the nodes of a cluster have labels and taints. Instances and the
   * backoff limit are missing, because Docker has no instances, and Baton itself starts a failed
   * job again with a new container.
   */
  private static final Set<EngineField> HONOURED =
      EnumSet.complementOf(
          EnumSet.of(
              EngineField.NODE_SELECTOR,
              EngineField.TOLERATIONS,
              EngineField.BACKOFF_LIMIT,
              EngineField.INSTANCES));

  private static final long BILLION = 1_000_000_000L;
  private static final int SHARES_PER_CPU = 1024;
  private static final int ANYBODY_MAY_WRITE = 01777;

  /**
   * Checks that this kind of engine can honour the spec. Returns the image.
   *
   * @throws InvalidInputException naming the fields that the engine cannot honour
   */
  EngineImage check(EngineSpec spec) {
    spec.requireOnly(engine, HONOURED);
    for (EngineSecret secret : spec.program().secrets().values()) {
      if (secret instanceof EngineSecret.Kept kept) {
        throw new InvalidInputException(
            "engine '"
                + engine
                + "' cannot honour secrets such as '"
                + kept.name()
                + "': it stores no secrets; give the value by reference");
      }
    }
    CheckRawSettings.check(spec.raw());
    EngineImage image = spec.image();
    if (image == null) {
      throw new InvalidInputException("engine '" + engine + "' needs an image; none is given");
    }
    ImageName.check(engine, image.name());
    return image;
  }

  /**
   * Returns the request body for a spec that was checked.
   *
   * @param isPodman whether Podman receives the body
   */
  ObjectNode of(EngineSpec spec, EngineImage image, boolean isPodman) {
    ObjectNode body = DockerApi.JSON.createObjectNode();
    body.put("Image", image.name());
    put(body, "Entrypoint", spec.program().command());
    put(body, "Cmd", spec.program().args());
    ArrayNode env = body.putArray("Env");
    spec.program().env().forEach((name, value) -> env.add(name + "=" + value));
    spec.program().secrets().forEach((name, secret) -> env.add(name + "=" + value(secret)));
    if (spec.program().workdir() != null) {
      body.put("WorkingDir", spec.program().workdir());
    }
    String user = user(spec.security());
    if (user != null) {
      body.put("User", user);
    }
    labels(body.putObject("Labels"), spec);
    ObjectNode host = body.putObject("HostConfig");
    hostConfig(host, spec);
    if (!isPodman) {
      keepOutput(host.putObject("LogConfig"));
    }
    merge(body, spec.raw());
    body.withObject("/Labels").put(EngineLabels.INSTALLATION, installation);
    return body;
  }

  private void labels(ObjectNode labels, EngineSpec spec) {
    // Every label of Baton is set, if necessary to an empty text. Otherwise a label of the image
    // with the same name would apply.
    DockerLabels.ALL.forEach(label -> labels.put(label, DockerLabels.NONE));
    spec.labels().forEach(labels::put);
    if (spec.lifetime().timeout() != null) {
      labels.put(DockerLabels.TIMEOUT, spec.lifetime().timeout().toString());
    }
    EngineResources needs = spec.resources();
    BigDecimal cpus = needs.cpuRequest() != null ? needs.cpuRequest() : needs.cpuLimit();
    if (cpus != null) {
      labels.put(DockerLabels.CPUS, cpus.toPlainString());
    }
    Long memory = needs.memoryRequest() != null ? needs.memoryRequest() : needs.memoryLimit();
    if (memory != null) {
      labels.put(DockerLabels.MEMORY, memory.toString());
    }
  }

  /**
   * Selects the log driver {@code local}. Docker's default driver stores text and damages
   * characters that are split between two frames. The driver {@code local} stores bytes and limits
   * the disk space.
   */
  private static void keepOutput(ObjectNode logs) {
    logs.put("Type", "local").putObject("Config").put("max-size", "256m").put("max-file", "4");
  }

  private void hostConfig(ObjectNode host, EngineSpec spec) {
    if (settings.network() != null) {
      host.put("NetworkMode", settings.network());
    }
    if (settings.pidsLimit() != null) {
      host.put("PidsLimit", settings.pidsLimit());
    }
    resources(host, spec.resources());
    security(host, spec.security());
    if (!spec.volumes().isEmpty()) {
      ArrayNode mounts = host.putArray("Mounts");
      spec.volumes().forEach(volume -> mount(mounts.addObject(), volume));
    }
  }

  private static void resources(ObjectNode host, EngineResources resources) {
    if (resources.memoryLimit() != null) {
      host.put("Memory", resources.memoryLimit());
      // The limit of memory and swap together. It forbids swap, which would make the memory limit
      // ineffective.
      host.put("MemorySwap", resources.memoryLimit());
    }
    if (resources.memoryRequest() != null) {
      host.put("MemoryReservation", resources.memoryRequest());
    }
    if (resources.cpuLimit() != null) {
      host.put("NanoCpus", resources.cpuLimit().multiply(BigDecimal.valueOf(BILLION)).longValue());
    }
    if (resources.cpuRequest() != null) {
      BigDecimal shares = resources.cpuRequest().multiply(BigDecimal.valueOf(SHARES_PER_CPU));
      host.put("CpuShares", Math.max(2, shares.longValue()));
    }
  }

  private static void security(ObjectNode host, EngineSecurity security) {
    if (security.readOnlyRoot()) {
      host.put("ReadonlyRootfs", true);
    }
    if (security.privileged()) {
      host.put("Privileged", true);
    }
    put(host, "CapAdd", security.addCapabilities());
    put(host, "CapDrop", security.dropCapabilities());
  }

  private static void mount(ObjectNode mount, EngineVolume volume) {
    mount.put("Target", volume.mount());
    switch (volume) {
      case EngineVolume.HostPath path -> {
        mount.put("Type", "bind").put("Source", path.path()).put("ReadOnly", path.readOnly());
      }
      case EngineVolume.Named named -> {
        mount.put("Type", "volume").put("Source", named.name()).put("ReadOnly", named.readOnly());
      }
      case EngineVolume.Empty empty when empty.size() == null -> {
        // A volume without a name is removed with its container.
        mount.put("Type", "volume").putObject("VolumeOptions").put("NoCopy", true);
      }
      case EngineVolume.Empty empty -> {
        ObjectNode options = mount.put("Type", "tmpfs").putObject("TmpfsOptions");
        options.put("SizeBytes", empty.size()).put("Mode", ANYBODY_MAY_WRITE);
      }
    }
  }

  private static String value(EngineSecret secret) {
    return switch (secret) {
      case EngineSecret.Value value -> value.value();
      case EngineSecret.Kept kept -> throw new IllegalStateException("checked before: " + kept);
    };
  }

  private static @Nullable String user(EngineSecurity security) {
    if (security.group() == null) {
      return security.user() == null ? null : security.user().toString();
    }
    return (security.user() == null ? "" : security.user()) + ":" + security.group();
  }

  private static void put(ObjectNode object, String name, List<String> words) {
    if (!words.isEmpty()) {
      ArrayNode array = object.putArray(name);
      words.forEach(array::add);
    }
  }

  /**
   * Copies all fields of an object into another object. If a field is an object in both, its fields
   * are copied in the same way; any other value replaces the old value.
   */
  private static void merge(ObjectNode into, ObjectNode from) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      JsonNode old = into.get(entry.getKey());
      if (old instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode more) {
        merge(inner, more);
      } else {
        into.set(entry.getKey(), entry.getValue());
      }
    }
  }
}
