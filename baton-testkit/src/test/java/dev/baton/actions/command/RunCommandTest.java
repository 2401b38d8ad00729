// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Caller;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.ActionParameters;
import dev.baton.plugin.JobFailedException;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.job.RecordingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the action with real processes. */
@Timeout(60)
final class RunCommandTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Clock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final JobId id = JobId.named("command");
  private final RunCommand action = new RunCommand(clock);

  @TempDir Path folder = Path.of("");
  private RecordingRun run = newRun();

  @BeforeEach
  void makeRun() {
    run = newRun();
  }

  /** Waits, because other test classes run commands with input at the same time. */
  @AfterEach
  void noInputIsLeft() {
    await().untilAsserted(() -> assertThat(inputFiles()).isEmpty());
  }

  private static List<Path> inputFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("baton-input-"))
          .toList();
    }
  }

  private RecordingRun newRun() {
    JobSpec spec = JobSpec.of("run_command");
    Caller caller = Caller.internal();
    Job job = Job.posted(id, spec, dev.baton.access.Acl.ownedBy("user/a"), clock.now(), "user/a");
    return RecordingRun.of(
        job, new JobService(backend.jobs(), (each, by) -> each, clock).forCaller(caller));
  }

  private static RunCommand.Options shell(String script) {
    return options(List.of("sh", "-c", script), null);
  }

  private static RunCommand.Options options(List<String> command, @Nullable Duration timeout) {
    return new RunCommand.Options(command, Map.of(), null, timeout, null);
  }

  private void runNow(RunCommand.Options options) throws Exception {
    action.run(run, options);
  }

  @AfterEach
  void close() {
    action.close();
  }

  private JobFailedException failure(RunCommand.Options options) {
    AtomicReference<JobFailedException> caught = new AtomicReference<>();
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> runNow(options))
        .satisfies(caught::set);
    return caught.get();
  }

  @Test
  void output_ofBothStreams_goesToTheLog() throws Exception {
    runNow(shell("echo one; echo two; echo three >&2; printf 'no end'"));

    assertThat(run.lines("stdout")).containsExactly("one", "two", "no end");
    assertThat(run.lines("stderr")).containsExactly("three");
  }

  @Test
  void output_comesWhileTheCommandRuns() throws Exception {
    Path gate = folder.resolve("gate");
    Background background =
        new Background(shell("echo first; until [ -e " + gate + " ]; do sleep 0.05; done"));
    await().atMost(LONG).until(() -> run.lines("stdout").contains("first"));
    Files.createFile(gate);

    assertThat(background.outcome()).isNull();
  }

  @Test
  void arguments_reachTheProgramAsTheyAre() throws Exception {
    List<String> words = List.of("$HOME", "a b", "'", "*", "", "-n", "é\nü");
    runNow(
        options(
            Stream.concat(
                    Stream.of("sh", "-c", "for a; do printf '[%s]' \"$a\"; done", "x"),
                    words.stream())
                .toList(),
            null));

    assertThat(String.join("\n", run.lines("stdout")))
        .isEqualTo(words.stream().map(word -> "[" + word + "]").collect(Collectors.joining()));
  }

  @Test
  void builtinNames_runThePrograms() throws Exception {
    runNow(options(List.of("echo", "-n", "x"), null));
    assertThat(run.lines("stdout")).containsExactly("x");
  }

  @Test
  void environment_hasTheJobsAndTheRunsVariables_andLogsOnlyNames() throws Exception {
    RunCommand.Options options =
        new RunCommand.Options(
            List.of("env"), Map.of("TOKEN", "sesame", "BATON_ATTEMPT", "99"), null, null, null);
    runNow(options);

    assertThat(run.lines("stdout"))
        .contains(
            "TOKEN=sesame",
            "BATON_JOB_ID=" + id,
            "BATON_ATTEMPT=1",
            "BATON_FENCING_TOKEN=1",
            "BATON_IDEMPOTENCY_KEY=" + id);
    assertThat(run.lines("stdout").stream().filter(line -> line.startsWith("BATON_"))).hasSize(4);
    assertThat(run.lines("log")).noneMatch(line -> line.contains("sesame"));
    assertThat(run.lines("log")).anyMatch(line -> line.contains("TOKEN"));
  }

  @Test
  void directory_isTheWorkingDirectory() throws Exception {
    runNow(new RunCommand.Options(List.of("pwd", "-P"), Map.of(), folder, null, null));
    assertThat(run.lines("stdout")).containsExactly(folder.toRealPath().toString());
  }

  @Test
  void input_isReadToItsEnd_andIsEmptyWhenNotGiven() throws Exception {
    runNow(new RunCommand.Options(List.of("cat"), Map.of(), null, null, "a\nb"));
    runNow(options(List.of("cat"), null));
    assertThat(run.lines("stdout")).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 77, 125, 255})
  void exitCode_otherThanZero_failsWithItAndTheLastError(int code) {
    assertThat(failure(shell("echo why >&2; exit " + code)))
        .hasMessage("'sh' ended with code " + code + ": why")
        .returns(code, JobFailedException::returnCode);
  }

  @Test
  void death_bySignal_countsAsShellsCountIt() {
    JobFailedException failure = failure(shell("kill -9 $$"));
    assertThat(failure.returnCode()).isEqualTo(137);
    assertThat(run.lines("stderr")).isEmpty();
  }

  @Test
  void program_thatIsMissing_isNamed() {
    JobFailedException failure = failure(options(List.of("no_such_program"), null));
    assertThat(failure.returnCode()).isEqualTo(127);
    assertThat(failure)
        .hasMessageStartingWith("command 'no_such_program' not found on this executor");
  }

  @Test
  void program_byPathThatIsMissing_isNamed() {
    assertThat(failure(options(List.of("./gone"), null)))
        .hasMessage("command './gone' not found on this executor");
  }

  @Test
  void program_thatIsNotExecutable_isNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "x");
    JobFailedException failure = failure(options(List.of(file.toString()), null));
    assertThat(failure.returnCode()).isEqualTo(126);
    assertThat(failure).hasMessageContaining("is not an executable file");
  }

  @Test
  void directory_thatIsMissing_isNamed() {
    Path gone = folder.resolve("gone");
    JobFailedException failure =
        failure(new RunCommand.Options(List.of("true"), Map.of(), gone, null, null));
    assertThat(failure.returnCode()).isEqualTo(126);
    assertThat(failure).hasMessage("dir '" + gone + "' is not a directory on this executor");
  }

  @Test
  void output_ofAnyBytes_isKeptAsText() throws Exception {
    runNow(shell("printf 'a\\000b\\377c\\nd\\r\\ne\\rf\\n'; head -c 300000 /dev/urandom"));

    assertThat(run.lines("stdout").subList(0, 4)).containsExactly("a\ufffdb\ufffdc", "d", "e", "f");
    assertThat(run.lines("stdout")).allMatch(line -> line.indexOf(0) < 0);
  }

  @Test
  void output_ofMuch_isKeptWhole() throws Exception {
    runNow(shell("seq 1 200000; seq 1 50000 >&2"));

    assertThat(run.lines("stdout")).hasSize(200_000);
    assertThat(run.lines("stdout").getLast()).isEqualTo("200000");
    assertThat(run.lines("stderr")).hasSize(50_000);
  }

  @Test
  void line_thatIsTooLong_isSplitAndItsPartsAreMarked() throws Exception {
    runNow(shell("head -c 100000 /dev/zero | tr '\\0' x"));

    assertThat(run.lines("stdout")).hasSize(7);
    assertThat(run.lines("stdout").getFirst()).hasSize(JobLog.MAX_LINE_LENGTH);
    assertThat(run.lines("stdout").subList(0, 6))
        .allMatch(line -> line.endsWith("x" + JobLog.CONTINUES));
    assertThat(String.join("", run.lines("stdout")).replace(JobLog.CONTINUES, ""))
        .isEqualTo("x".repeat(100_000));
  }

  @Test
  void line_ofTheGreatestLength_isNotSplit() throws Exception {
    runNow(shell("head -c 16384 /dev/zero | tr '\\0' x; echo; echo short"));

    assertThat(run.lines("stdout")).containsExactly("x".repeat(JobLog.MAX_LINE_LENGTH), "short");
  }

  @Test
  void timeout_killsTheCommandAndFails() {
    JobFailedException failure = failure(options(List.of("sleep", "300"), Duration.ofMillis(300)));
    assertThat(failure.returnCode()).isEqualTo(124);
    assertThat(failure).hasMessage("'sleep' did not end within PT0.3S and was killed");
  }

  @Test
  void interrupt_reachesGrandchildrenAndThoseInOtherGroups() throws Exception {
    // A child in the background, a child in another process group, and a process whose parent has
    // ended.
    Background background =
        new Background(
            shell(
                "sleep 301 & echo $!; set -m; sleep 302 & echo $!; set +m;"
                    + " (sh -c 'sleep 303 & echo $!' &); sleep 304"));
    await().atMost(LONG).until(() -> run.lines("stdout").size() == 3);
    List<ProcessHandle> sleepers = handles(run.lines("stdout"));
    assertThat(sleepers).hasSize(3).allMatch(ProcessHandle::isAlive);

    background.interrupt();

    assertThat(background.outcome()).isInstanceOf(InterruptedException.class);
    await().atMost(LONG).until(() -> sleepers.stream().noneMatch(RunCommandTest::lives));
  }

  @Test
  void hook_endsTheCommandWithoutAnInterrupt() throws Exception {
    Background background = new Background(shell("echo $$; sleep 300"));
    await().atMost(LONG).until(() -> run.lines("stdout").size() == 1);

    run.runHooks();

    assertThat(background.outcome()).isInstanceOf(InterruptedException.class);
    assertThat(handles(run.lines("stdout"))).noneMatch(RunCommandTest::lives);
  }

  @Test
  void command_thatObeysTheSignal_mayEndByItself() throws Exception {
    Background background =
        new Background(
            shell("trap 'echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.05; done"));
    await().atMost(LONG).until(() -> run.lines("stdout").contains("ready"));

    background.interrupt();

    assertThat(background.outcome()).isInstanceOf(InterruptedException.class);
    assertThat(run.lines("stdout")).containsExactly("ready", "cleaned");
  }

  @Test
  void command_thatIgnoresTheSignal_isKilled() throws Exception {
    Background background =
        new Background(shell("trap '' TERM; echo $$; while :; do sleep 0.05; done"));
    await().atMost(LONG).until(() -> run.lines("stdout").size() == 1);

    background.interrupt();

    assertThat(background.outcome()).isInstanceOf(InterruptedException.class);
    assertThat(handles(run.lines("stdout"))).noneMatch(RunCommandTest::lives);
  }

  @Test
  void leftovers_ofACommandThatEnded_areKilled() throws Exception {
    runNow(shell("sleep 305 & echo $!"));

    List<ProcessHandle> sleepers = handles(run.lines("stdout"));
    await().atMost(LONG).until(() -> sleepers.stream().noneMatch(RunCommandTest::lives));
  }

  /** The program {@code timeout} moves to a process group of its own, in the same session. */
  @Test
  void leftovers_inAnotherProcessGroup_areKilled() throws Exception {
    runNow(shell("timeout 300 sleep 305 >/dev/null 2>&1 & echo $!"));

    List<ProcessHandle> left = handles(run.lines("stdout"));
    await().atMost(LONG).until(() -> left.stream().noneMatch(RunCommandTest::lives));
  }

  @Test
  void leftovers_ofACommandThatRanForLong_areKilled() throws Exception {
    runNow(shell("timeout 300 sleep 305 >/dev/null 2>&1 & echo $!; sleep 1"));

    List<ProcessHandle> left = handles(run.lines("stdout"));
    await().atMost(LONG).until(() -> left.stream().noneMatch(RunCommandTest::lives));
  }

  @Test
  void variable_withAnyName_reachesTheCommand() throws Exception {
    Map<String, String> variables = Map.of("input", "a", "go", "b", "session", "c", "line", "d");
    runNow(new RunCommand.Options(List.of("env"), variables, null, null, "text"));
    assertThat(run.lines("stdout")).contains("input=a", "go=b", "session=c", "line=d");
  }

  @Test
  void command_withoutTheLineOfItsExecutor_doesNotRun() throws Exception {
    Path file = folder.resolve("touched");
    CommandProcess.Start start =
        new CommandProcess.Start(
            Path.of("/bin/sh"),
            List.of("sh", "-c", "echo x > " + file),
            System.getenv(),
            folder,
            null);
    Process process = CommandSupervisor.builder(start, new CommandInputFile(null)).start();
    process.getOutputStream().close();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void batonKilled_killsTheCommand() throws Exception {
    try (HeldCommand held = new HeldCommand()) {
      assertThat(held.processes()).hasSize(3).allMatch(RunCommandTest::lives);

      held.killBaton();

      await().atMost(LONG).until(() -> held.processes().stream().noneMatch(RunCommandTest::lives));
    }
  }

  @Test
  void batonKilled_afterItsGuardWasKilled_killsTheCommand() throws Exception {
    try (HeldCommand held = new HeldCommand()) {
      ProcessHandle first = held.guard().orElseThrow();
      first.destroyForcibly();
      await()
          .atMost(LONG)
          .until(() -> held.guard().filter(next -> !next.equals(first)).isPresent());
      assertThat(held.processes()).hasSize(3).allMatch(RunCommandTest::lives);

      held.killBaton();

      await().atMost(LONG).until(() -> held.processes().stream().noneMatch(RunCommandTest::lives));
    }
  }

  /**
   * A process of Baton with a command of three processes: the shell, a child, and a child in a
   * process group of its own.
   */
  private final class HeldCommand implements AutoCloseable {
    private final Process baton;
    private final List<ProcessHandle> processes;

    HeldCommand() throws IOException {
      Path pids = folder.resolve("pids");
      String script =
          "sleep 306 & echo $! >DRAFT; timeout 300 sleep 308 & echo $! >>DRAFT; echo $$ >>DRAFT;"
              + " mv DRAFT PIDS; sleep 307";
      baton =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  CommandHolder.class.getName(),
                  script.replace("DRAFT", pids + ".new").replace("PIDS", pids.toString()))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .start();
      await().atMost(LONG).until(() -> Files.exists(pids));
      processes = handles(Files.readAllLines(pids));
    }

    List<ProcessHandle> processes() {
      return processes;
    }

    Optional<ProcessHandle> guard() {
      return baton
          .children()
          .filter(child ->
              child
                  .info()
                  .arguments()
                  .filter(words -> List.of(words).contains("baton-guard"))
                  .isPresent())
          .findAny();
    }

    void killBaton() {
      baton.destroyForcibly();
    }

    @Override
    public void close() {
      baton.destroyForcibly();
      processes.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"command\": []}",
        "{\"command\": [\"\"]}",
        "{\"command\": \"ls\"}",
        "{\"command\": [\"a\\u0000b\"]}",
        "{\"command\": [\"ls\"], \"env\": {\"A=B\": \"x\"}}",
        "{\"command\": [\"ls\"], \"timeout\": \"PT0S\"}"
      })
  void parameters_thatCannotBe_areRefused(String payload) {
    ActionParameters<RunCommand.Options> actionParameters =
        ActionParameters.of(RunCommand.Options.class);
    assertThatExceptionOfType(dev.baton.error.InvalidInputException.class)
        .isThrownBy(() -> actionParameters.parse(payload));
  }

  private static List<ProcessHandle> handles(List<String> pids) {
    return pids.stream().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream()).toList();
  }

  /** Whether the process is alive. A zombie, which waits to be reaped by its parent, is dead. */
  private static boolean lives(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a command on another thread, as an executor does. */
  private final class Background {
    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    private final Thread thread;

    Background(RunCommand.Options options) {
      thread =
          Threads.virtual(
              "test-command",
              () -> {
                try {
                  runNow(options);
                } catch (Throwable e) {
                  thrown.set(e);
                }
              });
      thread.start();
    }

    void interrupt() {
      thread.interrupt();
    }

    @Nullable Throwable outcome() throws InterruptedException {
      assertThat(thread.join(LONG)).isTrue();
      return thrown.get();
    }
  }
}
