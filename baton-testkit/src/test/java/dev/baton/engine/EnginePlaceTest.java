// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests when two executors reach the same engine. */
final class EnginePlaceTest {

  private static final String API = "https://a:6443, namespace x";
  private static final String OTHER_API = "https://b:6443, namespace x";

  private static String marked(String... namesAndValues) {
    Map<String, String> marks = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      marks.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return EnginePlace.marked(marks, "there").identity();
  }

  private static boolean isSame(String one, String other) {
    boolean same = EnginePlace.isSame(one, other);
    assertThat(EnginePlace.isSame(other, one)).isEqualTo(same);
    return same;
  }

  @Test
  void same_whenTheAccountMayNoLongerReadTheUid() {
    assertThat(isSame(marked("uid", "1", "namespace", API), marked("namespace", API))).isTrue();
    assertThat(isSame(marked("uid", "1", "namespace", API), marked("namespace", OTHER_API)))
        .isFalse();
  }

  @Test
  void same_whenTheAddressChanges_ifTheUidIsThatOfBefore() {
    String before = marked("uid", "1", "namespace", API);
    assertThat(isSame(before, marked("uid", "1", "namespace", OTHER_API))).isTrue();
    assertThat(isSame(before, marked("uid", "2", "namespace", API))).isFalse();
  }

  @Test
  void same_asAnEarlierReleaseStored_ifItIsOneOfTheMarks() {
    String now = marked("uid", "1", "namespace", API);
    assertThat(isSame(now, "1")).isTrue();
    assertThat(isSame(now, API)).isTrue();
    assertThat(isSame(now, "2")).isFalse();
    assertThat(isSame("a daemon; of x=1", "a daemon")).isFalse();
    assertThat(isSame("a daemon", "a daemon")).isTrue();
  }
}
