// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class MissingRightsTest {

  private static final Caller USER =
      new Caller("user/1", "user/1", Set.of("user/1", Principals.USER), null);
  private static final Caller EXECUTOR =
      new Caller("user/1", "user/1", Set.of("user/1", Principals.EXECUTOR), null, "credential/1");

  @Test
  void userWithoutRights_learnsNothingMoreThanFromNuvla() {
    assertThat(MissingRights.of(Caller.anonymous(), Right.VIEW_DATA, "job/1"))
        .hasMessage("invalid credentials for 'job/1'");
    assertThat(MissingRights.of(Caller.anonymous(), Principals.ADMIN))
        .hasMessage("credentials required");
  }

  @Test
  void user_isToldWhichRightIsMissing() {
    assertThat(MissingRights.of(USER, Right.VIEW_DATA, "job/1"))
        .hasMessage("invalid credentials for 'job/1': the right 'view-data' is missing");
    assertThat(MissingRights.of(USER, Principals.ADMIN))
        .hasMessage("credentials required: only administrators may do this");
  }

  @Test
  void keyOfAnExecutor_isToldWhatItIsFor() {
    assertThat(MissingRights.of(EXECUTOR, Principals.USER))
        .hasMessageStartingWith("credentials required: the API key is for executors");
    assertThat(MissingRights.of(EXECUTOR, Right.VIEW_META, "job/1"))
        .hasMessageStartingWith("invalid credentials for 'job/1': the API key is for");
  }
}
