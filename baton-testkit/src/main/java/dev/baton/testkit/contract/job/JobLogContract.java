// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobLog.NumberedLine;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.job.LogSearch;
import dev.baton.testkit.backend.BackendTestSetup;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of a {@link JobLog}. */
public abstract class JobLogContract extends BackendTestSetup {

  @Test
  protected void append_lines_areReadInOrder() {
    Claim claim = claimed();
    List<LogLine> lines =
        List.of(
            new LogLine(now(), 1, "stdout", "one"),
            new LogLine(now().minusSeconds(1), 1, "stderr", ""),
            new LogLine(now(), 2, "log", "ü 漢 😀 ' \" \\ % _ \t"));
    append(claim, lines.subList(0, 2));
    append(claim, lines.subList(2, 3));
    List<NumberedLine> read = backend().log().read(claim.job().id(), 0, 10);
    assertThat(read.stream().map(NumberedLine::line)).containsExactlyElementsOf(lines);
    assertThat(read.stream().map(NumberedLine::number)).isSorted().doesNotHaveDuplicates();
    assertThat(fixture().otherProcessView().log().read(claim.job().id(), 0, 10)).isEqualTo(read);
  }

  @Test
  protected void append_longestLine_isKeptWhole() {
    Claim claim = claimed();
    String text = "漢".repeat(JobLog.MAX_LINE_LENGTH);
    append(claim, List.of(line(text)));
    assertThat(texts(backend().log().read(claim.job().id(), 0, 10))).containsExactly(text);
  }

  @Test
  protected void append_noLines_isAllowed() {
    Claim claim = claimed();
    append(claim, List.of());
    assertThat(backend().log().read(claim.job().id(), 0, 10)).isEmpty();
  }

  @Test
  protected void read_afterANumber_continuesThere() {
    Claim claim = claimed();
    append(claim, IntStream.range(0, 1000).mapToObj(i -> line("l" + i)).toList());
    List<NumberedLine> first = backend().log().read(claim.job().id(), 0, 600);
    assertThat(first).hasSize(600);
    List<NumberedLine> rest = backend().log().read(claim.job().id(), first.getLast().number(), 600);
    assertThat(texts(rest))
        .containsExactlyElementsOf(IntStream.range(600, 1000).mapToObj(i -> "l" + i).toList());
    assertThat(backend().log().read(claim.job().id(), rest.getLast().number(), 10)).isEmpty();
  }

  @Test
  protected void read_linesOfSeveralJobs_areKeptApart() {
    BoardSession session = join("e");
    postAll(job(), job());
    List<Claim> claims = session.claim(2, everything());
    append(claims.get(0), List.of(line("a1")));
    append(claims.get(1), List.of(line("b1")));
    append(claims.get(0), List.of(line("a2")));
    assertThat(texts(backend().log().read(claims.get(0).job().id(), 0, 10)))
        .containsExactly("a1", "a2");
    assertThat(texts(backend().log().read(claims.get(1).job().id(), 0, 10))).containsExactly("b1");
  }

  @Test
  protected void read_unknownJob_isEmpty() {
    assertThat(backend().log().read(JobId.named("nobody"), 0, 10)).isEmpty();
  }

  @Test
  protected void append_staleToken_isRefusedAndKeepsNothing() {
    Claim stale = claimed();
    append(stale, List.of(line("mine")));
    BoardSession first = join("first");
    assertThat(first.claim(1, everything())).isEmpty();
    for (long wrong : List.of(stale.token() - 1, stale.token() + 1)) {
      assertThatThrownBy(
              () -> backend().log().append(stale.job().id(), wrong, List.of(line("zombie"))))
          .isInstanceOf(LostClaimException.class);
    }
    assertThat(texts(backend().log().read(stale.job().id(), 0, 10))).containsExactly("mine");
  }

  @Test
  protected void append_afterTheEnd_isKeptForTheNewestToken() {
    Claim claim = claimed();
    backend().jobs().write(success(claim));
    append(claim, List.of(line("last words")));
    assertThat(texts(backend().log().read(claim.job().id(), 0, 10))).containsExactly("last words");
  }

  @Test
  protected void append_afterACancel_isKeptForTheNewestToken() {
    Claim claim = claimed();
    editState(claim.job().id(), JobState.CANCELED);
    append(claim, List.of(line("interrupted")));
    assertThat(texts(backend().log().read(claim.job().id(), 0, 10))).containsExactly("interrupted");
  }

  @Test
  protected void append_deletedJob_isRefused() {
    Claim claim = claimed();
    append(claim, List.of(line("before")));
    backend().jobs().delete(claim.job().id());
    assertThat(backend().log().read(claim.job().id(), 0, 10)).isEmpty();
    assertThatThrownBy(() -> append(claim, List.of(line("after"))))
        .isInstanceOf(LostClaimException.class);
  }

  @Test
  protected void lastMark_ofLinesWithMarks_isTheLastThatBeginsSo() {
    Claim claim = claimed();
    JobId job = claim.job().id();
    assertThat(backend().log().lastMark(job, "a:")).isEmpty();
    append(claim, List.of(marked("one", "a:1"), marked("two", "b:5%"), line("none")));
    append(claim, List.of(marked("three", "a:2"), marked("four", "A:9"), line("none")));
    assertThat(fixture().otherProcessView().log().lastMark(job, "a:")).contains("a:2");
    assertThat(backend().log().lastMark(job, "b:")).contains("b:5%");
    assertThat(backend().log().lastMark(job, "_:")).isEmpty();
    assertThat(backend().log().read(job, 0, 10).getFirst().line().mark()).isEqualTo("a:1");
  }

  @Test
  protected void window_ofALog_isFoundByPlaceAndFromTheEnd() {
    BoardSession session = join("e");
    postAll(job(), job());
    List<Claim> claims = session.claim(2, everything());
    Claim claim = claims.getFirst();
    JobId job = claim.job().id();
    for (int i = 0; i < 5; i++) {
      // Another job logs in between, so the numbers of the lines have gaps.
      append(claims.getLast(), List.of(line("other")));
      append(claim, List.of(line("l" + i)));
    }
    JobLog log = fixture().otherProcessView().log();
    assertThat(log.count(job, Long.MAX_VALUE)).isEqualTo(5);
    assertThat(texts(log.window(job, 0, 2))).containsExactly("l0", "l1");
    assertThat(texts(log.window(job, 3, 10))).containsExactly("l3", "l4");
    assertThat(log.window(job, 5, 10)).isEmpty();
    assertThat(texts(log.before(job, Long.MAX_VALUE, 2))).containsExactly("l3", "l4");
    NumberedLine third = log.window(job, 2, 1).getFirst();
    assertThat(texts(log.before(job, third.number(), 10))).containsExactly("l0", "l1");
    assertThat(log.count(job, third.number())).isEqualTo(3);
    assertThat(log.count(job, 0)).isZero();
    assertThat(log.before(JobId.named("nobody"), Long.MAX_VALUE, 2)).isEmpty();
    assertThat(log.count(JobId.named("nobody"), Long.MAX_VALUE)).isZero();
  }

  @Test
  protected void find_text_findsLinesThatContainIt() {
    Claim claim = claimed();
    JobId job = claim.job().id();
    append(
        claim,
        List.of(
            line("a Needle% here"),
            new LogLine(now(), 1, "stderr", "needle"),
            line("nothing"),
            line("a needle_"),
            line("漢 needle")));
    assertThat(found(job, "needle", false, null)).hasSize(4).startsWith("a Needle% here");
    assertThat(found(job, "needle", true, null)).containsExactly("needle", "a needle_", "漢 needle");
    assertThat(found(job, "needle", true, "stderr")).containsExactly("needle");
    assertThat(found(job, "NEEDLE%", false, null)).containsExactly("a Needle% here");
    assertThat(found(job, "needle_", false, null)).containsExactly("a needle_");
    assertThat(found(job, "漢", true, null)).containsExactly("漢 needle");
    assertThat(found(JobId.named("nobody"), "needle", true, null)).isEmpty();
  }

  @Test
  protected void find_textThatSomeStoresCannotKeep_isNoError() {
    Claim claim = claimed();
    JobId job = claim.job().id();
    append(claim, List.of(line("a\0b"), line("ab")));
    // A store that keeps another character finds the line only if it changes the text as well.
    assertThat(found(job, "a\0", true, null)).hasSizeLessThan(2);
    assertThat(found(job, "A\0", false, null)).hasSizeLessThan(2);
    assertThat(found(job, "ab", true, "std\0out")).isEmpty();
  }

  @Test
  protected void find_inParts_continuesWhereItEnded() {
    Claim claim = claimed();
    JobId job = claim.job().id();
    append(
        claim,
        IntStream.range(0, 100).mapToObj(i -> line(i % 10 == 0 ? "hit " + i : "miss")).toList());
    LogSearch search = new LogSearch("hit", true, null, 0, 3, 1000);
    LogSearch.Matches first = backend().log().find(job, search);
    assertThat(texts(first.lines())).containsExactly("hit 0", "hit 10", "hit 20");
    assertThat(first.more()).isTrue();
    LogSearch.Matches rest = backend().log().find(job, search.continuedAfter(first.last(), 100));
    assertThat(rest.lines()).hasSize(7);
    assertThat(rest.more()).isFalse();
    LogSearch.Matches looked =
        backend().log().find(job, new LogSearch("hit", true, null, 0, 100, 15));
    assertThat(texts(looked.lines())).containsExactly("hit 0", "hit 10");
    assertThat(looked.more()).isTrue();
    LogSearch.Matches next =
        backend().log().find(job, new LogSearch("hit", true, null, looked.last(), 100, 15));
    assertThat(texts(next.lines())).containsExactly("hit 20");
  }

  private List<String> found(JobId job, String text, boolean matchCase, @Nullable String stream) {
    return texts(
        backend().log().find(job, new LogSearch(text, matchCase, stream, 0, 10, 1000)).lines());
  }

  private LogLine marked(String text, String mark) {
    return new LogLine(now(), 1, "stdout", text, mark);
  }

  private Claim claimed() {
    post(job());
    return claimOne(join("e"));
  }

  private LogLine line(String text) {
    return new LogLine(now(), 1, "stdout", text);
  }

  private void append(Claim claim, List<LogLine> lines) {
    backend().log().append(claim.job().id(), claim.token(), lines);
  }

  private static List<String> texts(List<NumberedLine> lines) {
    return lines.stream().map(line -> line.line().text()).toList();
  }
}
