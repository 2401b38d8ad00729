// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.TestBaton.Result;
import dev.baton.testkit.server.DockerServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the output of {@code baton post run_container} with Docker containers. */
@Tag("integration")
@ResourceLock("engines")
final class CliContainersTest {

  @TempDir static Path folder;

  private static TestBaton baton;

  @BeforeAll
  static void start() {
    String docker = "docker.host=" + DockerServer.shared().address();
    baton =
        new TestBaton(
            folder,
            Map.of(
                "--engine",
                "docker",
                "--engine-option",
                docker + ",docker.network=none,docker.stop-grace=PT0S"));
  }

  @AfterAll
  static void stop() {
    baton.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          sh -c 'echo hi'                             | 0 | SUCCESS, return code 0 | : exit code 0: hi
          sh -c 'echo broken >&2; exit 3'             | 1 | FAILED, return code 3  | : exit code 3
          /no/such/program                            | 1 | FAILED, return code 1  | : cannot-start: failed to create
          /etc/passwd                                 | 1 | FAILED, return code 1  | "/etc/passwd": permission denied
          --timeout 2s -- sleep 60                    | 1 | FAILED, return code 124 | : timed out; its program did not end within the grace period and was killed
          --cpu-limit 10000 -- true                   | 1 | FAILED, return code 1  | refused
          --memory-limit 1 -- true                    | 1 | FAILED, return code 1  | Minimum memory limit
          --add-capabilities NO_SUCH -- true          | 1 | FAILED, return code 1  | unknown capability: "CAP_NO_SUCH"
          --node-selector {"disk":"ssd"} -- true      | 1 | FAILED, return code 1  | : engine 'docker' cannot honour node-selector; leave these fields out
          --engine process --memory-limit 1Gi -- true | 1 | FAILED, return code 1  | : engine 'process' cannot honour image, memory-limit;
          --raw {"Hostnam":"x"} -- true               | 1 | FAILED, return code 1  | : raw has 'Hostnam', which is unknown; known, in exactly this spelling: ArgsEscaped,
          --raw {"HostConfig":{"memory":9}} -- true   | 1 | FAILED, return code 1  | : raw.HostConfig has 'memory'
          --raw {"Labels":{"baton.dev/job":"x"}} -- a | 1 | FAILED, return code 1  | : raw has the label 'baton.dev/job'
          --volumes :/x:4Mi -- sh -c 'df -m /x'       | 0 | SUCCESS, return code 0 | 4
          """)
  void job_ofTheImage_endsAndSaysHow(String words, int code, String end, String message) {
    List<String> arguments = new ArrayList<>(List.of("--image", DockerServer.IMAGE));
    arguments.addAll(words(words));
    assertEnds(post(arguments), code, end, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          baton/missing:1 | : image-missing: image 'baton/missing:1' does not exist on this engine, and pull-policy is never
          UPPER/Case:1    | : image is 'UPPER/Case:1', which engine 'docker' does not accept; expected [REGISTRY/]NAME[:TAG][@DIGEST]
          a//b:1          | : image is 'a//b:1', which engine 'docker' does not accept
          """)
  void job_ofAnImageThatIsNotThere_failsAtOnce(String image, String message) {
    Result result = post(List.of("--image", image, "--pull-policy", "NEVER", "--", "true"));
    assertEnds(result, 1, "FAILED, return code 1", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --image 'a b' -- true                    | payload is refused: image is 'a b'; expected a name without spaces
          --memory-limit '12 parsecs' -- true      | memoryLimit is '12 parsecs'; expected a number of bytes, or such as 512Mi
          --tier gigantic -- true                  | tier is 'gigantic'; allowed: huge, large, medium, small, tiny
          --volumes nonsense -- true               | volumes has 'nonsense'; expected HOST-PATH:PATH, VOLUME:PATH or :PATH
          --volumes /x:relative -- true            | volumes has the path 'relative'; expected an absolute one
          --hints everything -- true               | hints has 'everything'; allowed: image, pull-policy
          --params {"env":{"1X":"a"}} -- true      | env has the variable '1X'; allowed: letters
          --secrets {"TOKEN":"hunter2!"} -- true   | secrets has a reference that is neither a name
          --workdir relative -- true               | workdir is 'relative'; expected an absolute path
          --keep soon -- true                      | 'soon' is not a duration; expected such as 500ms
          --backoff-limit -1 -- true               | backoff-limit is -1; allowed: 0 or more
          --instances 0 -- true                    | instances is 0; allowed: 1 to 10000
          --instances-at-once 2 -- true            | instances-at-once is 2, but instances is not set
          --instances 2 --instances-at-once 0 -- x | instances-at-once is 0; allowed: 1 or more
          --user -5 -- true                        | user is -5; allowed: 0 to 2147483647
          --group 4294967296 -- true               | group is 4294967296; allowed: 0 to 2147483647
          --drop-capabilities 'A B' -- true        | capabilities has 'A B'; expected a name such as NET_ADMIN
          --labels {"baton.dev/job":"x"} -- true   | labels has 'baton.dev/job'; those that begin with baton.dev/ are Baton's own
          --volumes :/x:ro -- true                 | volumes is 'ro'; expected a number of bytes
          --volumes :/x:0 -- true                  | volumes has an empty folder of size 0
          --cpu-limit 0 -- true                    | cpu-limit is 0; expected more than 0
          --raw [1] -- true                        | raw is no object; expected
          --imaeg x -- true                        | Did you mean '--image'?
          --engine process                         | neither image nor command is given; expected --image IMAGE
          """)
  void post_ofWhatCannotBe_isRefusedAndPostsNothing(String words, String message) {
    Result result = post(words(words));
    assertThat(result.code()).as(result.toString()).isEqualTo(2);
    assertThat(result.err()).contains(message).doesNotContain("hunter2", "Exception");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void job_ofAnImageWhoseRegistryDoesNotAnswer_failsAfterSomeTries() {
    Result result = post(List.of("--image", "127.0.0.1:9/no/such:1", "--", "true"));
    assertEnds(
        result,
        1,
        "FAILED, return code 1",
        ": image-unavailable: image '127.0.0.1:9/no/such:1' cannot be fetched: ");
    assertThat(result.out()).contains("; tried 5 of 5 times");
  }

  @Test
  void job_ofAnEngineThatNobodyHas_waitsAndWhySaysWhichEngineIsMissing() {
    assertWaits(
        List.of("--engine", "dokcer"),
        "engine 'dokcer' is unknown; known: docker, kubernetes, podman, process, slurm");
  }

  @Test
  void job_withASecretThatNobodyHas_waitsAndWhySaysWhichSecretIsMissing() {
    assertWaits(
        List.of("--secrets", "TOKEN=NOT_THERE"),
        "this executor does not have the secret 'NOT_THERE' (variable BATON_SECRET_NOT_THERE)");
  }

  private static void assertWaits(List<String> flags, String why) {
    List<String> arguments = new ArrayList<>(List.of("post", "run_container"));
    arguments.addAll(flags);
    arguments.addAll(List.of("--", "true"));
    Result posted = baton.run(arguments.toArray(String[]::new));
    assertThat(posted.code()).as(posted.toString()).isZero();
    String id = posted.out().lines().findFirst().orElseThrow().strip();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(baton.run("job", "why", id).out()).contains(why));
    assertThat(baton.run("job", "cancel", id).code()).isZero();
  }

  private static Result post(List<String> words) {
    List<String> arguments = new ArrayList<>(List.of("post", "run_container", "--follow"));
    arguments.addAll(words);
    return baton.run(arguments.toArray(String[]::new));
  }

  private static void assertEnds(Result result, int code, String end, String message) {
    assertThat(result.code()).as(result.toString()).isEqualTo(code);
    assertThat(result.out().lines().toList().getLast())
        .contains(end)
        .contains(message)
        .doesNotContain("Exception");
    assertThat(result.err().lines()).hasSize(1).first().asString().startsWith("Server: ");
  }

  /**
   * Splits a command line as a shell does, with single quotes only. The command follows its
   * options.
   */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    String[] parts = line.split("'", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 1) {
        words.add(parts[i]);
      } else if (!parts[i].isBlank()) {
        words.addAll(List.of(parts[i].strip().split(" +")));
      }
    }
    if (!words.getFirst().startsWith("--")) {
      words.addFirst("--");
    }
    return words;
  }
}
