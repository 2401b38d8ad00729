// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EnginePlacement;
import dev.baton.engine.PullPolicy;
import dev.baton.job.JobSpec;
import dev.baton.job.Priority;
import dev.baton.job.RetryPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program for {@link Task#container}: what the parameters of the action {@value #ACTION} say,
 * each under its name. What is not set is as it is there.
 *
 * <p>Immutable: every method answers another one. Methods for lists and maps add to what is there.
 */
public final class Container {

  /** The action that runs containers. */
  public static final String ACTION = "run_container";

  private final ObjectNode parameters;
  private final JobSpec job;

  private Container(ObjectNode parameters, JobSpec job) {
    this.parameters = parameters;
    this.job = job;
  }

  /** Runs a program: in an image, if one is set as well, or as the engine does without. */
  public static Container of(String... command) {
    return nothing().command(command);
  }

  /** Runs the image's own program, unless a command is set. */
  public static Container ofImage(String image) {
    return nothing().image(image);
  }

  private static Container nothing() {
    return new Container(JsonNodeFactory.instance.objectNode(), JobSpec.of(ACTION));
  }

  /** Program and arguments, without a shell. */
  public Container command(String... words) {
    return adding("command", words);
  }

  /** Further arguments, or those for the image's own program. */
  public Container args(String... words) {
    return adding("args", words);
  }

  /** The engine that runs it; the executor's unless set. */
  public Container engine(String name) {
    return with("engine", name);
  }

  public Container image(String name) {
    return with("image", name);
  }

  /** When to fetch the image. */
  public Container pullPolicy(PullPolicy policy) {
    return with("pullPolicy", policy.name());
  }

  /** What the engine knows credentials for the image's registry by. */
  public Container pullSecrets(String... names) {
    return adding("pullSecrets", names);
  }

  /** A variable of its environment; everybody who sees the job sees it. */
  public Container env(String variable, String value) {
    return entry("env", variable, value);
  }

  /** Variables of its environment. */
  public Container env(Map<String, String> variables) {
    Container all = this;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      all = all.env(variable.getKey(), variable.getValue());
    }
    return all;
  }

  /**
   * A variable with a secret, by reference.
   *
   * @param reference {@code NAME} of the executor's {@code BATON_SECRET_NAME}, or {@code
   *     kept:NAME/KEY} of the engine; never the value
   */
  public Container secret(String variable, String reference) {
    return entry("secrets", variable, reference);
  }

  /** Absolute path of the working directory. */
  public Container workdir(String path) {
    return with("workdir", path);
  }

  /** Requests and limits under a name: tiny, small, medium, large, huge. */
  public Container tier(String name) {
    return with("tier", name);
  }

  /** Cores to set aside, such as 0.5. */
  public Container cpuRequest(BigDecimal cores) {
    return with("cpuRequest", cores);
  }

  /** Cores that it may use. */
  public Container cpuLimit(BigDecimal cores) {
    return with("cpuLimit", cores);
  }

  /** Memory to set aside, such as {@code 512Mi}. */
  public Container memoryRequest(String bytes) {
    return with("memoryRequest", bytes);
  }

  /** Memory that it may use, such as {@code 2Gi}. */
  public Container memoryLimit(String bytes) {
    return with("memoryLimit", bytes);
  }

  /** {@code HOST-PATH:PATH}, {@code VOLUME:PATH} or {@code :PATH}; {@code :ro} at the end. */
  public Container volumes(String... volumes) {
    return adding("volumes", volumes);
  }

  /** A label of the engine job. */
  public Container label(String key, String value) {
    return entry("labels", key, value);
  }

  /** Number of the user to run as. */
  public Container user(long id) {
    return with("user", id);
  }

  /** Number of the group to run as. */
  public Container group(long id) {
    return with("group", id);
  }

  /** The image's files cannot be written. */
  public Container readOnlyRoot() {
    return with("readOnlyRoot", true);
  }

  /** It may do what the host's root may. */
  public Container privileged() {
    return with("privileged", true);
  }

  /** Linux capabilities to add. */
  public Container addCapabilities(String... names) {
    return adding("addCapabilities", names);
  }

  /** Linux capabilities to drop; {@code ALL} is all. */
  public Container dropCapabilities(String... names) {
    return adding("dropCapabilities", names);
  }

  /** A label of machines that it may run on. */
  public Container nodeSelector(String label, String value) {
    return entry("nodeSelector", label, value);
  }

  /** Taints of machines that do no harm. */
  public Container tolerations(EnginePlacement.Toleration... taints) {
    return adding("tolerations", Arrays.stream(taints).map(JsonValues::write).toList());
  }

  /** How often the engine itself repeats it. */
  public Container backoffLimit(int repetitions) {
    return with("backoffLimit", repetitions);
  }

  /** How long the engine job is kept after its end; not at all unless set. */
  public Container keep(Duration duration) {
    return with("keep", duration.toString());
  }

  /** How many instances run it, each with its number in {@code BATON_INSTANCE}. */
  public Container instances(int count) {
    return with("instances", count);
  }

  /** How many instances run at once at most. */
  public Container instancesAtOnce(int count) {
    return with("instancesAtOnce", count);
  }

  /** Settings of this kind of engine, which win over the others. */
  public Container raw(ObjectNode settings) {
    return with("raw", settings.deepCopy());
  }

  /** Parameters that an engine may ignore, such as {@code cpu-limit}. */
  public Container hints(String... fields) {
    return adding("hints", fields);
  }

  // What its job says.

  /** How long one attempt may take; then it is deleted and has failed. */
  public Container timeout(Duration longest) {
    return new Container(parameters, job.toBuilder().timeout(longest).build());
  }

  /** How long the engine in which it was started may be out of reach before it counts as lost. */
  public Container lostAfter(Duration duration) {
    return with("lostAfter", duration);
  }

  /** What follows an attempt that failed; each is a container of its own. */
  public Container retry(RetryPolicy policy) {
    return new Container(parameters, job.toBuilder().retry(policy).build());
  }

  /** Capabilities of the executor that runs it, in the order in which they are evaluated. */
  public Container requires(String... capabilities) {
    return new Container(parameters, job.toBuilder().requires(List.of(capabilities)).build());
  }

  /** Its order on the board. */
  public Container priority(Priority priority) {
    return new Container(parameters, job.toBuilder().priority(priority).build());
  }

  /** The job that runs it. */
  public JobSpec spec() {
    return job.toBuilder().payload(parameters.toString()).build();
  }

  /** Variables that it gets where it has none of that name, so as secret. */
  Container inherit(Map<String, String> variables) {
    Container all = this;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      boolean own =
          parameters.path("env").has(variable.getKey())
              || parameters.path("secrets").has(variable.getKey());
      all = own ? all : all.env(variable.getKey(), variable.getValue());
    }
    return all;
  }

  private Container with(String name, @Nullable Object value) {
    return changed(copy -> copy.set(name, JsonValues.write(value)));
  }

  private Container adding(String name, String... words) {
    return adding(name, Arrays.stream(words).map(JsonValues::write).toList());
  }

  private Container adding(String name, List<JsonNode> members) {
    return changed(copy -> {
      ArrayNode list = copy.withArray(name);
      members.forEach(list::add);
    });
  }

  private Container entry(String name, String key, String value) {
    return changed(copy -> copy.withObject("/" + name).put(key, value));
  }

  private Container changed(Consumer<ObjectNode> change) {
    ObjectNode copy = parameters.deepCopy();
    change.accept(copy);
    return new Container(copy, job);
  }

  @Override
  public String toString() {
    // Without what variables hold.
    return "container " + parameters.path("image").asText("") + parameters.path("command");
  }
}
