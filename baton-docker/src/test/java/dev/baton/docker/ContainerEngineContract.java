// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EnginePlacement;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineResources;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSecurity;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineStatus;
import dev.baton.engine.EngineVolume;
import dev.baton.engine.PullPolicy;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the behaviour that only engines with containers have. */
abstract class ContainerEngineContract {

  static final Duration PATIENCE = Duration.ofMinutes(4);

  private final List<String> names = new ArrayList<>();
  private Engine engine;

  abstract ContainerEngineFixture fixture();

  @BeforeEach
  final void open() {
    engine = open("containers", fixture().settings());
  }

  @AfterEach
  final void removeAll() {
    names.forEach(engine::delete);
    engine.close();
  }

  final Engine engine() {
    return engine;
  }

  final Engine open(String installation, Map<String, String> settings) {
    return fixture().engineFactory().open(installation, settings);
  }

  final EngineSpecBuilder shell(String script) {
    String name = "baton-suite-" + UUID.randomUUID().toString().substring(0, 13);
    names.add(name);
    return fixture().engineFactory().spec(name, fixture().settings()).command("sh", "-c", script);
  }

  /** Runs a job to its end, which must be a success, and returns its lines. */
  final List<String> lines(EngineSpecBuilder spec) throws InterruptedException {
    EngineJob job = engine.create(spec.build());
    List<String> lines = new ArrayList<>();
    engine.logs(job.name(), null, line -> lines.add(line.text()));
    EngineStatus status = engine.find(job.name()).orElseThrow().status();
    assertThat(status.isSuccess()).as("%s %s", status, lines).isTrue();
    return lines;
  }

  @Test
  void volumes_ofAllKinds_areThere(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("given"), "from the host");
    String volume = "baton-suite-" + UUID.randomUUID();
    String script =
        "cat /host/given; echo; touch /host/new || echo read-only; ls /empty /small | wc -w;"
            + " echo kept > /named/file; echo x > /empty/x; echo y > /small/y; df /small | tail -1";
    List<String> lines =
        lines(
            shell(script)
                .volumes(
                    List.of(
                        new EngineVolume.HostPath(folder.toString(), "/host", true),
                        new EngineVolume.Named(volume, "/named", false),
                        new EngineVolume.Empty("/empty", null),
                        new EngineVolume.Empty("/small", 1L << 20))));
    assertThat(lines)
        .contains("from the host", "read-only")
        .anyMatch(line -> line.contains("1024"));
    assertThat(folder.resolve("new")).doesNotExist();
    assertThat(
            lines(
                shell("cat /named/file")
                    .volumes(List.of(new EngineVolume.Named(volume, "/named", true)))))
        .containsExactly("kept");
  }

  @Test
  void security_asGiven_isKept() throws Exception {
    String script =
        "id -u; id -g; touch /x 2>/dev/null || echo read-only;"
            + " grep CapEff /proc/self/status; pwd";
    EngineSecurity security =
        new EngineSecurity(1234L, 5678L, true, false, List.of(), List.of("ALL"));
    assertThat(lines(shell(script).security(security).workdir("/tmp")))
        .containsExactly("1234", "5678", "read-only", "CapEff:\t0000000000000000", "/tmp");
  }

  @Test
  void limits_asGiven_areSetAndCounted() throws Exception {
    EngineSpecBuilder spec = shell("echo up; exec sleep 300");
    spec.resources(new EngineResources(null, new BigDecimal("0.5"), null, 64L << 20));
    String name = engine.create(spec.build()).name();
    await()
        .atMost(PATIENCE)
        .until(() -> engine.find(name).orElseThrow().status().started() != null);
    EngineCheck check = engine.check();
    assertThat(check.version()).matches("\\d+\\..*");
    assertThat(check.capacity().cpus()).isPositive();
    assertThat(check.load().jobs()).isPositive();
    assertThat(check.load().memory()).isGreaterThanOrEqualTo(64L << 20);
    assertThat(check.load().cpus()).isGreaterThanOrEqualTo(new BigDecimal("0.5"));
    assertThat(check.share()).isPositive();
  }

  @Test
  void list_askedAgain_inspectsOnlyWhatChanged() {
    try (DockerEngine own = (DockerEngine) open("many", fixture().settings())) {
      List<EngineSpec> specs = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        specs.add(shell("exec sleep 300").build());
      }
      specs.forEach(own::create);
      assertThat(own.list()).hasSize(5).noneMatch(job -> job.status().isOver());
      long before = own.requests();
      assertThat(own.list()).hasSize(5);
      assertThat(own.requests() - before).isEqualTo(1);
      own.delete(specs.getFirst().name());
      assertThat(own.list().stream().map(EngineJob::name))
          .containsExactlyInAnyOrderElementsOf(
              specs.stream().skip(1).map(EngineSpec::name).toList());
      specs.forEach(spec -> own.delete(spec.name()));
    }
  }

  /** Docker and Podman add the labels of an image to its containers. */
  @Test
  void image_withLabelsOfBaton_hasNoSay() throws Exception {
    EngineSpecBuilder first = shell("exec sleep 300");
    String image = labelled(engine.create(first.build()));
    EngineSpec spec =
        shell("exec sleep 300").image(new EngineImage(image, PullPolicy.NEVER, List.of())).build();
    engine.create(spec);
    assertThat(engine.list()).extracting(EngineJob::name).contains(spec.name());
    EngineJob found = engine.find(spec.name()).orElseThrow();
    assertThat(found.labels())
        .containsEntry(DockerLabels.TIMEOUT, "")
        .containsEntry(DockerLabels.MEMORY, "")
        .containsEntry(DockerLabels.CANNOT_START, "");
    assertThat(found.status().isOver()).isFalse();
    assertThat(engine.check().load().memory()).isLessThan(1L << 60);
  }

  /** Creates an image from a container, with invalid values in Baton's labels. */
  private String labelled(EngineJob job) {
    String image = "baton-suite-labelled";
    String changes =
        Stream.of(
                DockerLabels.TIMEOUT + "=soon",
                DockerLabels.MEMORY + "=9223372036854775807",
                DockerLabels.CANNOT_START + "=never")
            .map(label -> "&changes=" + DockerContainers.encoded("LABEL " + label))
            .collect(Collectors.joining());
    String path = "/commit?container=" + job.name() + "&repo=" + image + "&tag=1" + changes;
    withApi(api -> api.post(path, DockerApi.JSON.createObjectNode(), PATIENCE));
    return image + ":1";
  }

  private void withApi(Function<DockerApi, DockerApi.Reply> call) {
    try (ScheduledExecutorService timer = Executors.newScheduledThreadPool(1)) {
      DockerHost host = DockerHost.parse("test", fixture().address(), null);
      DockerApi api = new DockerApi("test", host, timer);
      DockerApi.Reply response = call.apply(api);
      assertThat(response.isOk()).as("%s", response).isTrue();
      api.close();
    }
  }

  @Test
  void container_thatSomebodyLabelledBadly_keepsNoOtherFromBeingListed() {
    EngineSpec own = shell("exec sleep 300").build();
    engine.create(own);
    String odd = shell("unused").build().name();
    ObjectNode body = DockerApi.JSON.createObjectNode();
    body.put("Image", own.image().name()).putArray("Cmd").add("sleep").add("300");
    body.putObject("HostConfig").put("NetworkMode", "none");
    body.putObject("Labels")
        .put(EngineLabels.INSTALLATION, "containers")
        .put(DockerLabels.TIMEOUT, "soon");
    withApi(api -> api.post("/containers/create?name=" + odd, body, PATIENCE));
    withApi(api -> api.post("/containers/" + odd + "/start", null, PATIENCE));
    assertThat(engine.list()).extracting(EngineJob::name).contains(own.name(), odd);
    assertThat(engine.find(odd).orElseThrow().status().started()).isNotNull();
  }

  @Test
  void raw_settingsThatNobodyKnows_areRefused() throws Exception {
    for (String raw :
        List.of(
            "{\"hostname\": \"x\"}",
            "{\"HostConfig\": {\"PidLimit\": 1}}",
            "{\"HostConfig\": 1}",
            "{\"Labels\": {\"baton.dev/timeout\": \"PT1S\"}}")) {
      ObjectNode settings = (ObjectNode) new ObjectMapper().readTree(raw);
      assertThatThrownBy(() -> engine.create(shell("true").raw(settings).build()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("raw");
    }
  }

  @Test
  void raw_settings_winOverTheOthers() throws Exception {
    ObjectNode raw = (ObjectNode) new ObjectMapper().readTree("{\"Hostname\": \"inside\"}");
    assertThat(lines(shell("hostname").raw(raw))).containsExactly("inside");
    assertThatThrownBy(
            () -> engine.create(shell("true").raw(raw.deepCopy().put("Tty", true)).build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Tty");
  }

  @Test
  void create_fieldsItCannotHonour_areNamed() {
    EngineSpec spec =
        shell("true")
            .placement(new EnginePlacement(Map.of("disk", "ssd"), List.of()))
            .secret("TOKEN", new EngineSecret.Kept("vault", "token"))
            .build();
    assertThatThrownBy(() -> engine.create(spec))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("node-selector");
    EngineSpec kept =
        shell("true").secret("TOKEN", new EngineSecret.Kept("vault", "token")).build();
    assertThatThrownBy(() -> engine.create(kept))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("secrets")
        .hasMessageContaining("'vault'");
    assertThatThrownBy(() -> engine.create(EngineSpec.named("no-image").build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("needs an image");
  }

  @Test
  void create_imageThatCannotBePulled_saysWhich() {
    EngineSpec spec =
        shell("true")
            .image(new EngineImage("127.0.0.1:9/no/such:1", PullPolicy.IF_MISSING, List.of()))
            .build();
    assertThatThrownBy(() -> engine.create(spec)).hasMessageContaining("127.0.0.1:9");
    EngineSpec never =
        shell("true")
            .image(new EngineImage("baton/missing:1", PullPolicy.NEVER, List.of()))
            .build();
    assertThatThrownBy(() -> engine.create(never))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "image 'baton/missing:1' does not exist on this engine, and pull-policy is never");
  }

  @Test
  void create_nameOfSomebodyElse_isAConflict() {
    EngineSpec spec = shell("exec sleep 300").build();
    try (Engine stranger = open("stranger", fixture().settings())) {
      stranger.create(spec);
      assertThatThrownBy(() -> engine.create(spec))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("'" + spec.name() + "'");
      stranger.delete(spec.name());
    }
  }

  @Test
  void create_programThatMayNotRun_cannotStartForAnybody() {
    EngineSpec spec = shell("").command("/etc/passwd").build();
    engine.create(spec);
    EngineStatus status = engine.find(spec.name()).orElseThrow().status();
    assertThat(status.reason()).isEqualTo(EngineReason.CANNOT_START);
    assertThat(status.message()).contains("permission denied");
    try (Engine other = open("containers", fixture().settings())) {
      assertThat(other.create(spec).status()).isEqualTo(status);
    }
  }

  @Test
  void settings_thatDoNotFit_areRefused() throws IOException {
    assertThatThrownBy(() -> open("x", Map.of("hots", "unix:///x")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'hots'")
        .hasMessageContaining("host");
    for (String host : List.of("", "/run/docker.sock", "http://a:1", "tcp://a", "unix://a/b")) {
      assertThatThrownBy(() -> open("x", Map.of("host", host)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'" + host + "'; expected unix:///");
    }
    assertThatThrownBy(() -> open("x", Map.of("stop-grace", "10")))
        .hasMessageContaining("'10'; expected a duration such as PT10S");
    assertThatThrownBy(() -> open("x", Map.of("pids-limit", "0")))
        .hasMessageContaining("'0'; expected a number from 1 on");
    assertThatThrownBy(() -> open("x", Map.of("tls-folder", "/no/such")))
        .hasMessageContaining("'/no/such'; expected a folder with ca.pem");
  }
}
