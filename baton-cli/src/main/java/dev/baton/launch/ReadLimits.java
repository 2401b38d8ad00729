// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.jobservice.JobQuotas;
import dev.baton.server.ServerLimits;

/** Reads the quotas and the limits of requests and answers. */
final class ReadLimits {

  private static final int MIB = 1 << 20;
  private static final int MAX_MIB = 1024;

  private ReadLimits() {}

  static ServerLimits of(Settings settings) {
    ServerLimits usual = ServerLimits.DEFAULT;
    int body = mib(settings, SettingKey.REQUEST_LIMIT_MIB, usual.body());
    int bulk = mib(settings, SettingKey.BULK_REQUEST_LIMIT_MIB, Math.max(body, usual.bulkBody()));
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
            body,
            Math.max(bulk, body),
            mib(settings, SettingKey.RESPONSE_LIMIT_MIB, usual.response()))
        .withQuotas(
            settings.number(SettingKey.QUOTA_KEYS_PER_USER, 0, 1_000_000, usual.keysPerUser()),
            // The maximum is 1,000, because the member registry accepts no more members of one key.
            settings.number(SettingKey.QUOTA_EXECUTORS_PER_KEY, 1, 1_000, usual.executorsPerKey()),
            new JobQuotas(
                settings.number(
                    SettingKey.QUOTA_JOBS_PER_OWNER,
                    1,
                    Integer.MAX_VALUE,
                    usual.jobs().unfinishedPerOwner()),
                settings.number(
                    SettingKey.QUOTA_JOBS_PER_REQUEST, 1, 20_000, usual.jobs().perRequest())));
  }

  /** Reads a size in MiB and returns it in bytes. */
  private static int mib(Settings settings, SettingKey settingKey, int usual) {
    return settings.number(settingKey, 1, MAX_MIB, usual / MIB) * MIB;
  }
}
