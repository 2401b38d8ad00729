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
 * The program that a {@link Task#container} task runs. Each method sets the parameter of the same
 * name of the action {@value #ACTION}. A parameter that is not set has the default of that action.
 *
 * <p>Immutable: every method returns a new container. Methods for lists and maps add to the present
 * entries.
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

  /**
   * Creates a container that runs a command. If no image is set, engines that run programs directly
   * on a host or a cluster run the command there; engines that need an image refuse it.
   */
  public static Container of(String... command) {
    return nothing().command(command);
  }

  /** Creates a container that runs the program of the image, unless a command is set. */
  public static Container ofImage(String image) {
    return nothing().image(image);
  }

  private static Container nothing() {
    return new Container(JsonNodeFactory.instance.objectNode(), JobSpec.of(ACTION));
  }

  /** Adds words to the command: the program and its arguments. No shell interprets them. */
  public Container command(String... words) {
    return adding("command", words);
  }

  /** Adds arguments for the command, or for the program of the image if no command is set. */
  public Container args(String... words) {
    return adding("args", words);
  }

  /** Sets the engine that runs the container. The default is the engine of the executor. */
  public Container engine(String name) {
    return with("engine", name);
  }

  /** Sets the image, by the name that the engine understands. */
  public Container image(String name) {
    return with("image", name);
  }

  /** Sets when the engine pulls the image. */
  public Container pullPolicy(PullPolicy policy) {
    return with("pullPolicy", policy.name());
  }

  /** Adds names under which the engine stores the credentials for the registry of the image. */
  public Container pullSecrets(String... names) {
    return adding("pullSecrets", names);
  }

  /** Sets an environment variable. Everybody who may see the job can read its value. */
  public Container env(String variable, String value) {
    return entry("env", variable, value);
  }

  /** Sets environment variables. Everybody who may see the job can read their values. */
  public Container env(Map<String, String> variables) {
    Container all = this;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      all = all.env(variable.getKey(), variable.getValue());
    }
    return all;
  }

  /**
   * Sets an environment variable to a secret, given by reference.
   *
   * @param reference {@code NAME} for the variable {@code BATON_SECRET_NAME} of the executor, or
   *     {@code kept:NAME/KEY} for a secret of the engine; never the secret itself
   */
  public Container secret(String variable, String reference) {
    return entry("secrets", variable, reference);
  }

  /** Sets the absolute path of the working directory. */
  public Container workdir(String path) {
    return with("workdir", path);
  }

  /**
   * Sets CPU and memory requests and limits by the name of a size: tiny, small, medium, large,
   * huge.
   */
  public Container tier(String name) {
    return with("tier", name);
  }

  /** Sets the number of cores to reserve, such as 0.5. */
  public Container cpuRequest(BigDecimal cores) {
    return with("cpuRequest", cores);
  }

  /** Sets the number of cores that the container may use. */
  public Container cpuLimit(BigDecimal cores) {
    return with("cpuLimit", cores);
  }

  /** Sets the memory to reserve, such as {@code 512Mi}. */
  public Container memoryRequest(String bytes) {
    return with("memoryRequest", bytes);
  }

  /** Sets the memory that the container may use, such as {@code 2Gi}. */
  public Container memoryLimit(String bytes) {
    return with("memoryLimit", bytes);
  }

  /**
   * Adds volumes: {@code HOST-PATH:PATH}, {@code VOLUME:PATH} or {@code :PATH}, each optionally
   * followed by {@code :ro}.
   */
  public Container volumes(String... volumes) {
    return adding("volumes", volumes);
  }

  /** Sets a label of the engine job. */
  public Container label(String key, String value) {
    return entry("labels", key, value);
  }

  /** Sets the numeric id of the user that runs the program. */
  public Container user(long id) {
    return with("user", id);
  }

  /** Sets the numeric id of the group that runs the program. */
  public Container group(long id) {
    return with("group", id);
  }

  /** Makes the file system of the image read-only. */
  public Container readOnlyRoot() {
    return with("readOnlyRoot", true);
  }

  /** Gives the container the rights of root on the host. */
  public Container privileged() {
    return with("privileged", true);
  }

  /** Adds Linux capabilities to grant. */
  public Container addCapabilities(String... names) {
    return adding("addCapabilities", names);
  }

  /** Adds Linux capabilities to drop; {@code ALL} drops all of them. */
  public Container dropCapabilities(String... names) {
    return adding("dropCapabilities", names);
  }

  /** Requires a label of the machine on which the container runs. */
  public Container nodeSelector(String label, String value) {
    return entry("nodeSelector", label, value);
  }

  /** Adds taints of machines that the container tolerates. */
  public Container tolerations(EnginePlacement.Toleration... taints) {
    return adding("tolerations", Arrays.stream(taints).map(JsonValues::write).toList());
  }

  /** Sets how often the engine itself repeats the program after a failure. */
  public Container backoffLimit(int repetitions) {
    return with("backoffLimit", repetitions);
  }

  /** Sets how long the engine job is kept after its end. By default it is not kept. */
  public Container keep(Duration duration) {
    return with("keep", duration.toString());
  }

  /** Sets how many instances run the program. Each reads its number from {@code BATON_INSTANCE}. */
  public Container instances(int count) {
    return with("instances", count);
  }

  /** Sets how many instances may run at the same time. */
  public Container instancesAtOnce(int count) {
    return with("instancesAtOnce", count);
  }

  /** Sets settings that are specific to the kind of engine. They override the other parameters. */
  public Container raw(ObjectNode settings) {
    return with("raw", settings.deepCopy());
  }

  /** Adds names of parameters, such as {@code cpu-limit}, that an engine may ignore. */
  public Container hints(String... fields) {
    return adding("hints", fields);
  }

  /**
   * Sets how long one attempt may take. After this time the container is deleted and the attempt
   * has failed.
   */
  public Container timeout(Duration longest) {
    return new Container(parameters, job.toBuilder().timeout(longest).build());
  }

  /**
   * Sets how long the engine of a started container may be unreachable before the container counts
   * as lost.
   */
  public Container lostAfter(Duration duration) {
    return with("lostAfter", duration);
  }

  /** Sets the retry policy for failed attempts. Each attempt runs in a new container. */
  public Container retry(RetryPolicy policy) {
    return new Container(parameters, job.toBuilder().retry(policy).build());
  }

  /**
   * Sets the capabilities that the executor must have, in the order in which they are evaluated.
   */
  public Container requires(String... capabilities) {
    return new Container(parameters, job.toBuilder().requires(List.of(capabilities)).build());
  }

  /** Sets the priority of the job on the board. */
  public Container priority(Priority priority) {
    return new Container(parameters, job.toBuilder().priority(priority).build());
  }

  /** The job that runs this container. */
  public JobSpec spec() {
    return job.toBuilder().payload(parameters.toString()).build();
  }

  /**
   * Adds the variables whose names this container does not yet use, neither for a value nor for a
   * secret.
   */
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
    // The text omits the environment, because its values may be confidential.
    return "container " + parameters.path("image").asText("") + parameters.path("command");
  }
}
