// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineField;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineLifetime;
import dev.baton.engine.EnginePlacement;
import dev.baton.engine.EngineProgram;
import dev.baton.engine.EngineResources;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSecurity;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.PullPolicy;
import dev.baton.error.InvalidInputException;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parameters of {@code run_container}. Invalid values are refused when the job is posted. */
record ContainerOptions(
    @Doc("Program and arguments; the image's own unless set") @Default("[]") List<String> command,
    @Doc("Further arguments, or those for the image's own program") @Default("[]")
        List<String> args,
    @Doc("Engine that runs it; the executor's unless set") @Nullable String engine,
    @Doc("Image to run; none for processes") @Nullable String image,
    @Doc("When to fetch the image") @Nullable PullPolicy pullPolicy,
    @Doc("Names of the engine's credentials for the image's registry") @Default("[]")
        List<String> pullSecrets,
    @Doc("Environment variables; everybody who may see the job sees them") @Default("{}")
        Map<String, String> env,
    @Doc(
            "Variables with secrets: NAME takes the value of the executor's variable"
                + " BATON_SECRET_NAME, kept:NAME/KEY that of a secret in the engine")
        @Default("{}")
        Map<String, String> secrets,
    @Doc("Working directory") @Nullable String workdir,
    @Doc("Size that sets requests and limits: tiny, small, medium, large, huge")
        @Nullable String tier,
    @Doc("CPU cores to reserve") @Nullable BigDecimal cpuRequest,
    @Doc("Limit of CPU cores") @Nullable BigDecimal cpuLimit,
    @Doc("Memory to reserve, such as 512Mi") @Nullable String memoryRequest,
    @Doc("Limit of memory, such as 2Gi") @Nullable String memoryLimit,
    @Doc(
            "Folders to mount: HOST-PATH:PATH or VOLUME:PATH, with :ro at the end for read-only;"
                + " :PATH or :PATH:SIZE for an empty folder")
        @Default("[]")
        List<String> volumes,
    @Doc("Labels of the engine job") @Default("{}") Map<String, String> labels,
    @Doc("Numeric id of the user to run as") @Nullable Long user,
    @Doc("Numeric id of the group to run as") @Nullable Long group,
    @Doc("Whether the image's files are read-only") @Default("false") boolean readOnlyRoot,
    @Doc("Whether it has the rights of the host's root") @Default("false") boolean privileged,
    @Doc("Linux capabilities to add") @Default("[]") List<String> addCapabilities,
    @Doc("Linux capabilities to drop; ALL for all") @Default("[]") List<String> dropCapabilities,
    @Doc("Labels of the machines to run on") @Default("{}") Map<String, String> nodeSelector,
    @Doc("Taints of machines to tolerate") @Default("[]") List<Toleration> tolerations,
    @Doc("How often the engine repeats it") @Default("0") int backoffLimit,
    @Doc("How long the engine job is kept after its end; not at all unless set")
        @Nullable Duration keep,
    @Doc("How long its engine may be unreachable before the program counts as lost")
        @Default(ContainerOptions.LOST_AFTER)
        Duration lostAfter,
    @Doc("How many instances to run, each with its number in BATON_INSTANCE; unless set, one")
        @Nullable Integer instances,
    @Doc("Limit of instances that run at once") @Nullable Integer instancesAtOnce,
    @Doc("Settings of this kind of engine; they override the others") @Nullable JsonNode raw,
    @Doc("Parameters that an engine may ignore, such as cpu-limit") @Default("[]")
        List<String> hints) {

  /** The default time for which a job waits for an engine that no executor reaches. */
  static final String LOST_AFTER = "PT10M";

  private static final String KEPT = "kept:";
  private static final Duration LONGEST_WAIT = Duration.ofDays(3650);

  /** A toleration in the parameters of a job; see {@link EnginePlacement.Toleration}. */
  record Toleration(String key, @Nullable String value, @Nullable String effect) {}

  ContainerOptions {
    // The parts of the spec are built here only to check them, so that invalid parameters are
    // refused when the job is posted.
    rawObject(raw);
    resources(tier, cpuRequest, cpuLimit, memoryRequest, memoryLimit);
    volumes.forEach(ResourceQuantities::volume);
    new EngineLifetime(null, backoffLimit, keep);
    hints.forEach(ContainerOptions::field);
    image(image, pullPolicy, pullSecrets);
    new EngineProgram(command, args, env, allSecrets(secrets), workdir);
    new EngineSecurity(user, group, readOnlyRoot, privileged, addCapabilities, dropCapabilities);
    placement(nodeSelector, tolerations);
    many(instances, instancesAtOnce);
    if (lostAfter.isNegative() || lostAfter.compareTo(LONGEST_WAIT) > 0) {
      throw InvalidInputException.ofAttribute(
          "lostAfter", "lostAfter is " + lostAfter + "; allowed: PT0S to " + LONGEST_WAIT);
    }
    ContainerNames.checkFree(labels);
    if (image == null && command.isEmpty()) {
      throw new InvalidInputException(
          "neither image nor command is given; expected --image IMAGE, or -- COMMAND");
    }
  }

  private static ObjectNode rawObject(@Nullable JsonNode raw) {
    if (raw == null || raw.isNull()) {
      return EngineSpec.noRaw();
    }
    if (raw instanceof ObjectNode object) {
      return object;
    }
    throw InvalidInputException.ofAttribute("raw", "raw is no object; expected {…}");
  }

  private static @Nullable EngineImage image(
      @Nullable String name, @Nullable PullPolicy pullPolicy, List<String> pullSecrets) {
    return name == null ? null : new EngineImage(name, pullPolicy, pullSecrets);
  }

  private static EngineResources resources(
      @Nullable String tier,
      @Nullable BigDecimal cpuRequest,
      @Nullable BigDecimal cpuLimit,
      @Nullable String memoryRequest,
      @Nullable String memoryLimit) {
    EngineResources named = tier == null ? EngineResources.NONE : ResourceQuantities.tier(tier);
    return new EngineResources(
        cpuRequest == null ? named.cpuRequest() : cpuRequest,
        cpuLimit == null ? named.cpuLimit() : cpuLimit,
        memoryRequest == null
            ? named.memoryRequest()
            : ResourceQuantities.bytes("memoryRequest", memoryRequest),
        memoryLimit == null
            ? named.memoryLimit()
            : ResourceQuantities.bytes("memoryLimit", memoryLimit));
  }

  private static EnginePlacement placement(
      Map<String, String> nodeSelector, List<Toleration> tolerations) {
    return new EnginePlacement(
        nodeSelector,
        tolerations.stream()
            .map(one -> new EnginePlacement.Toleration(one.key(), one.value(), one.effect()))
            .toList());
  }

  private static @Nullable EngineInstances many(
      @Nullable Integer instances, @Nullable Integer atOnce) {
    if (instances == null && atOnce != null) {
      throw InvalidInputException.ofAttribute(
          "instancesAtOnce", "instances-at-once is " + atOnce + ", but instances is not set");
    }
    return instances == null ? null : new EngineInstances(instances, atOnce);
  }

  /**
   * Builds the spec of the engine job.
   *
   * @param resolved the secrets with their values, by the name of the environment variable
   * @param own the labels that Baton adds
   * @param limit the timeout that the engine itself enforces, if it can; null means none
   */
  EngineSpec spec(
      String name,
      Map<String, EngineSecret> resolved,
      Map<String, String> own,
      @Nullable Duration limit) {
    Map<String, String> allLabels = new LinkedHashMap<>(labels);
    allLabels.putAll(own);
    Set<EngineField> allHints =
        hints.stream().map(ContainerOptions::field).collect(Collectors.toSet());
    allHints.add(EngineField.TIMEOUT);
    return new EngineSpec(
        name,
        image(image, pullPolicy, pullSecrets),
        new EngineProgram(command, args, env, resolved, workdir),
        resources(tier, cpuRequest, cpuLimit, memoryRequest, memoryLimit),
        volumes.stream().map(ResourceQuantities::volume).toList(),
        allLabels,
        new EngineSecurity(
            user, group, readOnlyRoot, privileged, addCapabilities, dropCapabilities),
        placement(nodeSelector, tolerations),
        new EngineLifetime(limit, backoffLimit, keep),
        many(instances, instancesAtOnce),
        rawObject(raw),
        allHints);
  }

  private static EngineField field(String text) {
    return Stream.of(EngineField.values())
        .filter(field -> field.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            InvalidInputException.ofAttribute(
                "hints",
                "hints has '"
                    + text
                    + "'; allowed: "
                    + Stream.of(EngineField.values())
                        .map(EngineField::text)
                        .collect(Collectors.joining(", "))));
  }

  /**
   * Whether the reference names a secret that the engine keeps. Otherwise it names a secret of the
   * executor.
   */
  static boolean isKeptByEngine(String reference) {
    return reference.startsWith(KEPT);
  }

  /**
   * The names of the secrets that the executor has to look up, by the name of the environment
   * variable of the program.
   */
  Map<String, String> ownSecrets() {
    Map<String, String> own = new LinkedHashMap<>(secrets);
    own.values().removeIf(ContainerOptions::isKeptByEngine);
    return own;
  }

  /** The secrets that the engine keeps, by the name of the environment variable of the program. */
  Map<String, EngineSecret> keptSecrets() {
    Map<String, EngineSecret> kept = allSecrets(secrets);
    kept.values().removeIf(EngineSecret.Value.class::isInstance);
    return kept;
  }

  private static Map<String, EngineSecret> allSecrets(Map<String, String> secrets) {
    Map<String, EngineSecret> all = new LinkedHashMap<>();
    secrets.forEach((variable, reference) -> all.put(variable, secret(reference)));
    return all;
  }

  /**
   * The secret that a reference names. If the executor keeps the secret, the value is empty,
   * because it is looked up just before the start.
   */
  private static EngineSecret secret(String reference) {
    if (!isKeptByEngine(reference)) {
      if (!reference.matches("[A-Za-z0-9_]{1,100}")) {
        throw InvalidInputException.ofAttribute(
            "secrets",
            "secrets has a reference that is neither a name of letters, digits and '_' nor"
                + " kept:NAME/KEY; the value itself must not be there");
      }
      return new EngineSecret.Value("");
    }
    String[] parts = reference.substring(KEPT.length()).split("/", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw InvalidInputException.ofAttribute(
          "secrets", "secrets has '" + reference + "'; expected kept:NAME/KEY");
    }
    return new EngineSecret.Kept(parts[0], parts[1]);
  }
}
