// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EnginePlacement.Toleration;
import dev.baton.engine.EngineProgram;
import dev.baton.engine.EngineResources;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSecurity;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineVolume;
import dev.baton.engine.PullPolicy;
import dev.baton.error.InvalidInputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the pod part of the manifest of a Kubernetes job, its {@code spec.template.spec}. */
record PodManifest(KubernetesSettings kubernetesSettings) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  ObjectNode of(EngineSpec spec) {
    ObjectNode pod = NODES.objectNode();
    pod.put("restartPolicy", "Never");
    pod.put("terminationGracePeriodSeconds", kubernetesSettings.grace().toSeconds());
    // The program belongs to a user of Baton. It may use the Kubernetes API only if the spec says
    // so, therefore its pod gets no token of a service account.
    pod.put("automountServiceAccountToken", false);
    pod.put("enableServiceLinks", false);
    List<String> pullSecrets = image(spec).pullSecrets();
    for (String secret : pullSecrets.isEmpty() ? kubernetesSettings.pullSecrets() : pullSecrets) {
      pod.withArrayProperty("imagePullSecrets").addObject().put("name", secret);
    }
    putAll(pod, "nodeSelector", kubernetesSettings.nodeSelector());
    putAll(pod, "nodeSelector", spec.placement().nodeSelector());
    spec.placement()
        .tolerations()
        .forEach(one -> pod.withArrayProperty("tolerations").add(toleration(one)));
    ObjectNode container = pod.withArrayProperty("containers").addObject();
    fill(container, spec);
    if (spec.instances() != null) {
      number(container);
    }
    for (int i = 0; i < spec.volumes().size(); i++) {
      mount(pod, container, "volume-" + i, spec.volumes().get(i));
    }
    return pod;
  }

  private static EngineImage image(EngineSpec spec) {
    EngineImage image = spec.image();
    if (image == null) {
      throw new InvalidInputException("image is missing; an engine of kind Kubernetes needs one");
    }
    return image;
  }

  private void fill(ObjectNode container, EngineSpec spec) {
    container.put("name", kubernetesSettings.container());
    container.put("image", image(spec).name());
    PullPolicy policy =
        image(spec).pullPolicy() == null
            ? kubernetesSettings.pullPolicy()
            : image(spec).pullPolicy();
    if (policy != null) {
      container.put("imagePullPolicy", pullPolicy(policy));
    }
    EngineProgram command = spec.program();
    words(container, "command", command.command());
    words(container, "args", command.args());
    environment(container, spec.name(), command);
    put(container, "workingDir", command.workdir());
    resources(container, spec.resources());
    container.set("securityContext", security(spec.security()));
  }

  private static String pullPolicy(PullPolicy policy) {
    return switch (policy) {
      case ALWAYS -> "Always";
      case IF_MISSING -> "IfNotPresent";
      case NEVER -> "Never";
    };
  }

  private static void words(ObjectNode container, String field, List<String> words) {
    words.forEach(word -> container.withArrayProperty(field).add(verbatim(word)));
  }

  private static void environment(ObjectNode container, String job, EngineProgram command) {
    command
        .env()
        .forEach((name, value) ->
            container
                .withArrayProperty("env")
                .addObject()
                .put("name", name)
                .put("value", verbatim(value)));
    command
        .secrets()
        .forEach((name, secret) -> {
          ObjectNode reference =
              container
                  .withArrayProperty("env")
                  .addObject()
                  .put("name", name)
                  .putObject("valueFrom")
                  .putObject("secretKeyRef");
          switch (secret) {
            case EngineSecret.Value value -> reference.put("name", job).put("key", name);
            case EngineSecret.Kept kept ->
                reference.put("name", kept.name()).put("key", kept.key());
          }
        });
  }

  /**
   * Sets the environment variable with the number of the instance. Kubernetes writes the number
   * into an annotation of the pod, from which the variable takes its value.
   */
  private static void number(ObjectNode container) {
    container
        .withArrayProperty("env")
        .addObject()
        .put("name", EngineInstances.VARIABLE)
        .putObject("valueFrom")
        .putObject("fieldRef")
        .put("fieldPath", "metadata.annotations['" + KubernetesJobInstances.NUMBER + "']");
  }

  /**
   * Doubles each dollar sign, because Kubernetes replaces {@code $(NAME)} and reads two dollar
   * signs as one.
   */
  private static String verbatim(String text) {
    return text.replace("$", "$$");
  }

  private static void resources(ObjectNode container, EngineResources resources) {
    ObjectNode both = NODES.objectNode();
    amount(both, "requests", "cpu", resources.cpuRequest());
    amount(both, "requests", "memory", bytes(resources.memoryRequest()));
    amount(both, "limits", "cpu", resources.cpuLimit());
    amount(both, "limits", "memory", bytes(resources.memoryLimit()));
    if (!both.isEmpty()) {
      container.set("resources", both);
    }
  }

  private static @Nullable BigDecimal bytes(@Nullable Long bytes) {
    return bytes == null ? null : BigDecimal.valueOf(bytes);
  }

  private static void amount(
      ObjectNode both, String kind, String what, @Nullable BigDecimal amount) {
    if (amount != null) {
      both.withObjectProperty(kind).put(what, amount.toPlainString());
    }
  }

  private ObjectNode security(EngineSecurity security) {
    ObjectNode context = NODES.objectNode();
    Long user = security.user() == null ? kubernetesSettings.user() : security.user();
    if (user != null) {
      context.put("runAsUser", user);
      context.put("runAsNonRoot", user != 0);
    }
    if (security.group() != null) {
      context.put("runAsGroup", security.group());
    }
    context.put("readOnlyRootFilesystem", security.readOnlyRoot());
    context.put("privileged", security.privileged());
    if (!security.privileged()) {
      if (security.addCapabilities().isEmpty()) {
        context.put("allowPrivilegeEscalation", false);
      }
      ObjectNode capabilities = context.putObject("capabilities");
      List<String> drop = security.dropCapabilities();
      (drop.isEmpty() ? List.of("ALL") : drop)
          .forEach(one -> capabilities.withArrayProperty("drop").add(one));
      security.addCapabilities().forEach(one -> capabilities.withArrayProperty("add").add(one));
    }
    return context;
  }

  private static ObjectNode toleration(Toleration toleration) {
    ObjectNode node = NODES.objectNode();
    node.put("key", toleration.key());
    node.put("operator", toleration.value() == null ? "Exists" : "Equal");
    put(node, "value", toleration.value());
    put(node, "effect", toleration.effect());
    return node;
  }

  private static void mount(
      ObjectNode pod, ObjectNode container, String name, EngineVolume volume) {
    ObjectNode source = pod.withArrayProperty("volumes").addObject().put("name", name);
    ArrayNode mounts = container.withArrayProperty("volumeMounts");
    ObjectNode mount = mounts.addObject().put("name", name).put("mountPath", volume.mount());
    switch (volume) {
      case EngineVolume.HostPath host -> {
        source.putObject("hostPath").put("path", host.path());
        mount.put("readOnly", host.readOnly());
      }
      case EngineVolume.Named named -> {
        source.putObject("persistentVolumeClaim").put("claimName", named.name());
        mount.put("readOnly", named.readOnly());
      }
      case EngineVolume.Empty empty -> {
        ObjectNode dir = source.putObject("emptyDir");
        if (empty.size() != null) {
          dir.put("sizeLimit", String.valueOf(empty.size()));
        }
      }
    }
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static void putAll(ObjectNode node, String field, Map<String, String> values) {
    values.forEach((key, value) -> node.withObjectProperty(field).put(key, value));
  }
}
