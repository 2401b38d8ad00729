// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.PullPolicy;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.testkit.server.DockerServer;
import dev.baton.testkit.server.RegistryServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Fetches images from a registry that requires a login. */
@Tag("integration")
@ResourceLock("docker")
final class DockerRegistryTest {

  @TempDir static Path folder;

  private static RegistryServer registry;
  private static DockerServer docker;

  @BeforeAll
  static void start() throws Exception {
    docker = DockerServer.shared();
    registry = RegistryServer.started();
    logins("config.json", registry.address(), RegistryServer.PASSWORD);
    logins("wrong.json", registry.address(), "guess");
    logins("named.json", "our-registry", RegistryServer.PASSWORD);
    docker("tag", DockerServer.IMAGE, image("1"));
    docker("push", image("1"));
    docker("rmi", image("1"));
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private static String image(String tag) {
    return registry.address() + "/team/busybox:" + tag;
  }

  private static Path logins(String file, String key, String password) throws IOException {
    String pair = RegistryServer.USER + ":" + password;
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return Files.writeString(
        folder.resolve(file), "{\"auths\": {\"" + key + "\": {\"auth\": \"" + auth + "\"}}}");
  }

  private static void docker(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(docker.client("--config", folder.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
  }

  private static Engine open(@Nullable String authFile) {
    Map<String, String> settings = new HashMap<>(DockerEngineTest.fixture().settings());
    if (authFile != null) {
      settings.put("auth-file", folder.resolve(authFile).toString());
    }
    return new DockerTestEngineFactory().open("registry", settings);
  }

  private static EngineSpec spec(EngineImage image) {
    return EngineSpec.named("baton-registry-" + UUID.randomUUID().toString().substring(0, 13))
        .image(image)
        .command("true")
        .build();
  }

  /** Runs the job and removes its image. */
  private static void assertRuns(Engine engine, EngineSpec spec) throws Exception {
    engine.create(spec);
    engine.logs(spec.name(), null, line -> {});
    assertThat(engine.find(spec.name()).orElseThrow().status().isSuccess()).isTrue();
    engine.delete(spec.name());
    docker("rmi", spec.image().name());
  }

  @Test
  void image_thatIsNotThere_isFetchedWithTheLoginOfItsRegistry() throws Exception {
    try (Engine engine = open("config.json")) {
      EngineSpec spec = spec(EngineImage.of(image("1")));
      assertThat(engine.prepare(spec)).isEmpty();
      assertRuns(engine, spec);
      // A creation without {@code prepare} also fetches the image.
      assertRuns(engine, spec(new EngineImage(image("1"), PullPolicy.ALWAYS, List.of())));
    }
  }

  @Test
  void image_ofManyAtOnce_isFetchedByOne() throws Exception {
    try (DockerEngine engine =
        DockerEngine.docker(
            DockerTestEngineFactory.options(
                "registry",
                Map.of(
                    "host", docker.address(),
                    "auth-file", folder.resolve("config.json").toString())))) {
      EngineImage image = new EngineImage(image("1"), PullPolicy.ALWAYS, List.of());
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<Optional<String>>> all =
            Collections.nCopies(8, () -> engine.prepare(spec(image)));
        for (Future<Optional<String>> one : threads.invokeAll(all)) {
          assertThat(one.get()).isEmpty();
        }
      }
      assertThat(engine.requests()).isLessThan(10);
      docker("rmi", image("1"));
    }
  }

  @Test
  void login_namedAsPullSecret_isTaken() throws Exception {
    try (Engine engine = open("named.json")) {
      EngineSpec spec =
          spec(new EngineImage(image("1"), PullPolicy.IF_MISSING, List.of("our-registry")));
      assertRuns(engine, spec);
      assertThatThrownBy(
              () -> engine.prepare(spec(new EngineImage(image("1"), null, List.of("theirs")))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("pull-secrets has 'theirs'");
    }
  }

  @Test
  void image_withoutTheRightLogin_isSaidToBeRefused() throws IOException {
    for (String file : new String[] {null, "wrong.json", "named.json"}) {
      try (Engine engine = open(file)) {
        EngineSpec spec = spec(EngineImage.of(image("1")));
        assertThat(engine.prepare(spec).orElseThrow())
            .startsWith("image '" + image("1") + "' cannot be fetched: ")
            // The versions of Docker report a refused login with different texts.
            .containsAnyOf("no basic auth credentials", "unauthorized");
        assertThatThrownBy(() -> engine.create(spec))
            .isInstanceOf(NotFoundException.class)
            .hasMessageContaining("cannot be fetched");
        assertThat(engine.find(spec.name())).isEmpty();
      }
    }
  }

  @Test
  void image_thatTheRegistryDoesNotHave_isNotFound() {
    try (Engine engine = open("config.json")) {
      assertThatThrownBy(() -> engine.prepare(spec(EngineImage.of(image("2")))))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("image '" + image("2") + "' does not exist or may not be fetched");
    }
  }

  @Test
  void registry_thatDoesNotAnswer_isReportedAndNotTakenForTheEngine() {
    try (Engine engine = open(null)) {
      String image = "127.0.0.1:9/no/such:1";
      assertThat(engine.prepare(spec(EngineImage.of(image))).orElseThrow())
          .startsWith("image '" + image + "' cannot be fetched: ")
          .contains("connection refused");
    }
  }
}
