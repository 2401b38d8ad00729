// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.Key;
import dev.baton.config.Settings;
import dev.baton.desk.JobQuotas;
import dev.baton.server.Limits;

/** Reads quotas, and limits of requests and answers. */
final class LimitSettings {

  private static final int MIB = 1 << 20;
  private static final int MAX_MIB = 1024;

  private LimitSettings() {}

  static Limits of(Settings settings) {
    Limits usual = Limits.DEFAULT;
    int body = mib(settings, Key.REQUEST_LIMIT_MIB, usual.body());
    int bulk = mib(settings, Key.BULK_REQUEST_LIMIT_MIB, Math.max(body, usual.bulkBody()));
    if (bulk < body) {
      settings.problem(
          "bulk-request-limit-mib is "
              + bulk / MIB
              + ", less than request-limit-mib, which is "
              + body / MIB
              + "; expected at least as much");
    }
    return usual
        .withBytes(
            body, Math.max(bulk, body), mib(settings, Key.RESPONSE_LIMIT_MIB, usual.response()))
        .withQuotas(
            settings.number(Key.QUOTA_KEYS_PER_USER, 0, 1_000_000, usual.keysPerUser()),
            new JobQuotas(
                settings.number(
                    Key.QUOTA_JOBS_PER_OWNER,
                    1,
                    Integer.MAX_VALUE,
                    usual.jobs().unfinishedPerOwner()),
                settings.number(Key.QUOTA_JOBS_PER_REQUEST, 1, 20_000, usual.jobs().perRequest())))
        .withExecutorsPerKey(
            // The roster has no more members of one key.
            settings.number(Key.QUOTA_EXECUTORS_PER_KEY, 1, 1_000, usual.executorsPerKey()));
  }

  /** In bytes. */
  private static int mib(Settings settings, Key key, int usual) {
    return settings.number(key, 1, MAX_MIB, usual / MIB) * MIB;
  }
}
