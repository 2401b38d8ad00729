// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the script that finds Java, builds and starts Baton, in a checkout with a fake Java and a
 * fake Maven.
 */
final class LauncherTest {

  private record Result(int code, String out, List<String> err) {}

  /** A fake Java that prints its arguments, and records classes in the file that is asked for. */
  private static final String JAVA =
      """
      case $1 in -XX:ArchiveClassesAtExit=*|-XX:AOTCacheOutput=*) echo x >"${1#*=}" ;; esac
      echo "$@"
      """;

  @TempDir Path folder;
  private Path checkout;
  private Path java;
  private Path mvn;

  @BeforeEach
  void setUp() throws IOException {
    checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.createDirectories(checkout.resolve("baton-cli/src/main"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.writeString(checkout.resolve("baton-cli/pom.xml"), "<project/>");
    Files.copy(Path.of("").toAbsolutePath().resolve("../baton"), checkout.resolve("baton"));
    java = javaHome("jdk");
    program(java.resolve("bin/javac"), "exit 0");
    mvn = folder.resolve("bin/mvn");
    maven("mkdir -p baton-cli/target/baton/lib", ": >baton-cli/target/baton/lib/x.jar");
  }

  @Test
  void firstStart_buildsWithProgressAndThenRuns() throws Exception {
    maven(
        "echo '[INFO] Building baton-core 0.1 [2/5]'",
        "echo '[INFO] Downloaded from central: https://host/a.jar'",
        "sleep 1.5",
        "mkdir -p baton-cli/target/baton/lib",
        ": >baton-cli/target/baton/lib/x.jar");

    Result first = run(java);
    Result second = run(java);

    assertThat(first.code()).as("%s", first).isZero();
    assertThat(first.out()).contains("dev.baton.cli.Main job list");
    assertThat(first.err().getFirst()).startsWith("Building Baton with Java 21.0.2, once");
    assertThat(first.err()).anyMatch(line -> line.contains("2/5 baton-core, 1 downloads"));
    assertThat(second.err()).isEmpty();
  }

  @Test
  void jre_isRefusedForTheBuild_inOneLine() throws Exception {
    Path jre = javaHome("jre");

    Result result = run(jre);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .hasSize(1)
        .first()
        .asString()
        .contains("'" + jre + "', a JRE without a compiler", "temurin-25-jdk (Debian 12");
  }

  @Test
  void jre_isEnoughForWhatIsBuilt() throws Exception {
    assertThat(run(java).code()).isZero();

    assertThat(run(javaHome("jre")).out()).contains("dev.baton.cli.Main job list");
  }

  @Test
  void oldJava_isRefused_inOneLine() throws Exception {
    Path old = javaHome("old");
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");

    Result result = run(old);

    assertThat(result.err()).hasSize(1).first().asString().contains("(Java '17.0.9')");
  }

  @Test
  void buildWithoutNetwork_saysSo_inOneLine() throws Exception {
    maven(
        "echo '[ERROR] Failed to execute goal: Could not transfer artifact a:b:pom:1 from/to"
            + " central: repo.example.org: Unknown host repo.example.org'",
        "exit 1");

    Result result = run(java);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .filteredOn(line -> line.startsWith("baton:"))
        .singleElement()
        .asString()
        .contains("cannot get them (Unknown host)", "Connect this machine");
    assertThat(result.err()).noneMatch(line -> line.contains("[ERROR]"));
  }

  @Test
  void buildThatFails_showsTheErrorsAlone() throws Exception {
    maven("echo '[INFO] long story'", "echo '[ERROR] Foo.java:[1,2] broken'", "exit 1");

    Result result = run(java);

    assertThat(result.err()).contains("[ERROR] Foo.java:[1,2] broken").doesNotContain("long story");
    assertThat(result.err().getLast()).startsWith("baton: the build failed; the whole log is in");
  }

  @Test
  void oldMaven_isRefused() throws Exception {
    program(mvn, "echo 'Apache Maven 3.6.3 (abc)'");

    assertThat(run(java).err())
        .containsExactly(
            "baton: Maven 3.8 or later is needed for the build, and 'mvn' is Maven 3.6.3");
  }

  @Test
  void checkoutThatCannotBeWritten_saysSo_inOneLine() throws Exception {
    // Root may write anywhere, so a file in the place of the folder makes the creation fail.
    Files.writeString(checkout.resolve("target"), "");

    Result result = run(java);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .hasSize(1)
        .first()
        .asString()
        .contains("'" + checkout + "' is not writable", "copy the folder");
  }

  @Test
  void starts_useTheClassesThatATrainingRunRecorded() throws Exception {
    Result first = run(java);

    assertThat(first.err()).last().asString().contains("Preparing fast starts with Java 21.0.2");
    Path archives = checkout.resolve("target/launcher");
    assertThat(run(java).out())
        .startsWith("-XX:SharedArchiveFile=" + archives.resolve("baton-command.21.0.2.jsa") + " ");
    assertThat(run(java, "up").out())
        .startsWith("-XX:SharedArchiveFile=" + archives.resolve("baton-server.21.0.2.jsa") + " ");
    try (Stream<Path> left = Files.list(archives)) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  @Test
  void starts_withJava25_useItsCache() throws Exception {
    Path newer = javaHome("newer");
    Files.writeString(newer.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    program(newer.resolve("bin/javac"), "exit 0");

    assertThat(run(newer).out())
        .startsWith(
            "-XX:AOTCache=" + checkout.resolve("target/launcher/baton-command.25.0.1.aot") + " ");
  }

  @Test
  void trainingThatFails_isNotRepeated() throws Exception {
    program(java.resolve("bin/java"), "case $* in *AtExit*) exit 1 ;; esac", "echo \"$@\"");

    Result first = run(java);
    Result second = run(java);

    assertThat(first.code()).isZero();
    assertThat(second.out()).doesNotContain("SharedArchiveFile");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void runtimeOfAPackage_isUsedBeforeTheJavaOfTheSystem() throws Exception {
    Path home = installed();

    Result result = start(Map.of("JAVA_HOME", javaHome("other").toString()), home.resolve("baton"));

    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).startsWith("runtime ");
  }

  @Test
  void socketOfSystemd_isHiddenFromThePrograms() throws Exception {
    Path home = installed();
    program(home.resolve("runtime/bin/java"), "env");

    Result result =
        start(
            Map.of("NOTIFY_SOCKET", "/run/n", "WATCHDOG_USEC", "6000000", "WATCHDOG_PID", "1"),
            home.resolve("baton"));

    assertThat(result.out())
        .contains("BATON_NOTIFY_SOCKET=/run/n\n", "BATON_WATCHDOG_USEC=6000000\n")
        .doesNotContain("\nNOTIFY_SOCKET=", "\nWATCHDOG_USEC=", "\nWATCHDOG_PID=");
  }

  @Test
  void executor_commandsBelowIt_startAsShortCommands() throws Exception {
    Path home = installed();
    Files.writeString(home.resolve("release-claims"), "");
    program(home.resolve("runtime/bin/java"), JAVA);
    Path launcher = home.resolve("baton");

    Result release = start(Map.of(), launcher, "executor", "release", "--session-file", "f");
    Result list = start(Map.of(), launcher, "executor", "list");
    Result executor = start(Map.of(), launcher, "executor", "--threads", "2");

    assertThat(release.out())
        .startsWith("-XX:SharedArchiveFile=" + home.resolve("cds/baton-release.21.0.2.jsa") + " ")
        .contains(" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ");
    assertThat(list.out())
        .startsWith("-XX:SharedArchiveFile=" + home.resolve("cds/baton-command.21.0.2.jsa") + " ")
        .contains(" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ");
    assertThat(executor.out())
        .startsWith("-XX:SharedArchiveFile=" + home.resolve("cds/baton-server.21.0.2.jsa") + " ")
        .doesNotContain("-XX:+UseSerialGC");
  }

  /** Makes a folder as a package installs it, with a Java of its own. */
  private Path installed() throws IOException {
    Path home = Files.createDirectories(folder.resolve("installed"));
    Files.copy(checkout.resolve("baton"), home.resolve("baton"));
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/x.jar"), "");
    Files.createDirectories(home.resolve("runtime"));
    Files.writeString(home.resolve("runtime/release"), "JAVA_VERSION=\"21.0.2\"\n");
    program(home.resolve("runtime/bin/java"), "echo runtime \"$@\"");
    return home;
  }

  /** Makes a fake Maven that answers {@code --version} and otherwise runs these commands. */
  private void maven(String... commands) throws IOException {
    program(
        mvn,
        "case $1 in --version) echo 'Apache Maven 3.9.9 (abc)'; exit 0 ;; esac",
        "cd '" + checkout + "'",
        String.join("\n", commands));
  }

  private Path javaHome(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
    program(home.resolve("bin/java"), JAVA);
    return home;
  }

  private static void program(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result run(Path javaHome) throws Exception {
    return run(javaHome, "job", "list");
  }

  private Result run(Path javaHome, String... arguments) throws Exception {
    Map<String, String> variables = Map.of("BATON_JAVA_HOME", javaHome.toString());
    return start(variables, checkout.resolve("baton"), arguments);
  }

  private Result start(Map<String, String> variables, Path launcher, String... arguments)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", launcher.toString());
    builder.command().addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readAllLines(err));
  }
}
