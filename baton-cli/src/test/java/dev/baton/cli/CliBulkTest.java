// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.cli.TestBaton.Result;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the selection of jobs by flags and by parts of ids. */
final class CliBulkTest {

  @TempDir static Path folder;
  private static TestBaton baton;

  @BeforeAll
  static void start() {
    baton = new TestBaton(folder);
  }

  @AfterAll
  static void stop() {
    baton.close();
  }

  @Test
  void cancel_byFlags_countsFirstAndThenEndsThem() {
    List<String> ids = waiting("cancelled", 3);

    Result counted = baton.run("job", "cancel", "--filter", "name='cancelled'", "--dry-run");
    Result done = baton.run("job", "cancel", "--filter", "name='cancelled'", "--yes");
    Result again = baton.run("job", "cancel", "--filter", "name='cancelled'", "--dry-run");

    assertThat(counted.code()).isZero();
    assertThat(TestBaton.lines(counted.out())).first().isEqualTo("Would cancel 3 jobs: 3 QUEUED");
    assertThat(done).isEqualTo(new Result(0, "Cancelled 3 of 3 jobs\n", done.err()));
    assertThat(done.err()).startsWith("Server: " + baton.endpoint());
    assertThat(again.out()).startsWith("There is no matching job in state QUEUED or RUNNING");
    assertThat(baton.run("job", "list", "--filter", "id='" + ids.getFirst() + "'").out())
        .contains("CANCELED");
  }

  @Test
  void change_ofManyJobs_isABulkJobThatIsWaitedFor() throws Exception {
    waiting("many", 250);

    Result done = baton.run("job", "priority", "--to", "3", "--filter", "name='many'", "--yes");
    Result cancelled = baton.run("job", "cancel", "--filter", "name='many'", "--yes");
    Result retried =
        baton.run("job", "retry", "--filter", "name='many'", "--yes", "--output", "json");
    Result deleted =
        baton.run("job", "delete", "--filter", "name='many'", "--state", "CANCELED", "--yes");

    assertThat(done.out()).as(done.err()).isEqualTo("Changed the priority of 250 of 250 jobs\n");
    assertThat(done.err()).contains("Bulk job: job/", "changes 250 jobs");
    assertThat(cancelled.out()).isEqualTo("Cancelled 250 of 250 jobs\n");
    assertThat(baton.run("job", "list", "--action", "bulk_cancel_job").out())
        .contains("250 of 250 jobs cancelled, 0 failed, 0 skipped");
    JsonNode result = ApiClient.JSON.readTree(retried.out()).path("result");
    assertThat(result.path("success_count").asInt()).isEqualTo(250);
    assertThat(deleted.out()).isEqualTo("Deleted 250 of 250 jobs\n");
  }

  @Test
  void bulkJob_withNoWait_isPrintedAlone() {
    waiting("nowait", 101);

    Result started = baton.run("job", "cancel", "--filter", "name='nowait'", "--yes", "--no-wait");

    assertThat(started.out()).matches("job/[0-9a-f-]{36}\n");
    assertThat(baton.run("job", "wait", started.out().strip()).code()).isZero();
  }

  @Test
  void chooser_thatIsMistyped_isRefusedWithASuggestion() {
    Result state = baton.run("job", "list", "--state", "FAILD");
    Result none = baton.run("job", "cancel", "--yes");
    Result both = baton.run("job", "cancel", "job/x", "--state", "QUEUED");

    assertThat(state.code()).isEqualTo(ExitCode.USAGE);
    assertThat(state.err()).contains("state is 'FAILD'; allowed: ", "did you mean 'FAILED'?");
    assertThat(none.err()).contains("name jobs by their ids, or choose them by --filter");
    assertThat(both.code()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err())
        .startsWith("baton: both ids of jobs and flags that choose jobs are given");
  }

  @Test
  void flags_thatChooseNoJob_sayThatNothingMatches() {
    waiting("named", 1);
    String[] command = {"job", "cancel", "--action", "dummy_tst_action"};

    Result counted = baton.run(command);
    Result done = baton.run("job", "cancel", "--action", "dummy_tst_action", "--yes");
    Result listed = baton.run("job", "list", "--action", "dummy_tst_action");

    String hint =
        "baton: there is no job of action 'dummy_tst_action'; did you mean 'dummy_test_action'?\n";
    assertThat(counted.code()).isZero();
    assertThat(counted.out()).startsWith("There is no matching job in state QUEUED or RUNNING");
    assertThat(counted.err()).isEqualTo(hint);
    assertThat(done.code()).isZero();
    assertThat(done.out()).isEqualTo(counted.out());
    assertThat(done.err()).endsWith(hint);
    assertThat(listed).isEqualTo(new Result(0, "No job matches.\n", hint));
  }

  @Test
  void help_namesTheStatesThatTheOperationTakes() {
    assertThat(baton.run("job", "cancel", "--help").out().replaceAll("\\s+", " "))
        .contains("in one of these states: QUEUED,RUNNING (default: QUEUED,RUNNING)");
    assertThat(baton.run("job", "priority", "--help").out().replaceAll("\\s+", " "))
        .contains("in one of these states: QUEUED,RUNNING (default: QUEUED)");
    assertThat(baton.run("job", "priority", "--to", "7", "--state", "RUNNING", "--yes").code())
        .isZero();
  }

  @Test
  void more_thanMax_isRefused() {
    waiting("bounded", 3);

    Result refused =
        baton.run("job", "cancel", "--filter", "name='bounded'", "--yes", "--max", "2");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("matches at least 3 jobs, more than max 2; nothing was changed");
  }

  @Test
  void list_byFlags_showsThoseJobs() {
    waiting("listed", 2);

    Result found =
        baton.run(
            "job",
            "list",
            "--state",
            "queued",
            "--action",
            "dummy_test_action",
            "--newer-than",
            "1h",
            "--filter",
            "name='listed' or name='other'");

    assertThat(found.out()).as(found.err()).endsWith("2 jobs\n").contains("due in 59m");
    assertThat(baton.run("job", "list", "--older-than", "1h").out()).isEqualTo("No job matches.\n");
  }

  @Test
  void id_isFoundByItsStartAndByTheFormOfTables() {
    String id = waiting("one", 1).getFirst();
    String uuid = id.substring("job/".length());
    String table = baton.run("job", "list", "--filter", "name='one'").out();
    String shown = TestBaton.lines(table).get(1).split(" ")[0];

    assertThat(shown)
        .hasSize(8)
        .isEqualTo(uuid.substring(uuid.lastIndexOf('-') + 1, uuid.length() - 4));
    for (String part :
        List.of(shown, uuid, id, uuid.substring(0, 30), shown.toUpperCase(Locale.ROOT))) {
      Result found = baton.run("job", "get", part);
      assertThat(found.code()).as(part + found.err()).isZero();
      assertThat(found.out()).as(part).contains(id);
    }
    assertThat(baton.run("job", "list", "--full-id", "--filter", "name='one'").out()).contains(id);
  }

  @Test
  void id_thatIsAmbiguous_listsTheCandidates() {
    List<String> ids = waiting("twins", 2);

    Result result = baton.run("job", "get", ids.getFirst().substring("job/".length(), 14));

    assertThat(result.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(result.err()).contains("is ambiguous; it may be").contains(ids);
  }

  @Test
  void id_thatNobodyHas_isNotFound() {
    assertThat(baton.run("job", "get", "ffffffffff").code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(baton.run("job", "get", "abc").err()).contains("at least 4 characters");
    assertThat(baton.run("job", "get", "'; x").code()).isEqualTo(ExitCode.USAGE);
  }

  private static List<String> waiting(String name, int count) {
    Result posted =
        baton.run(
            "post",
            "dummy_test_action",
            "--seconds",
            "0",
            "--not-before",
            "1h",
            "--name",
            name,
            "--count",
            String.valueOf(count));
    assertThat(posted.code()).as(posted.err()).isZero();
    return TestBaton.lines(posted.out());
  }
}
