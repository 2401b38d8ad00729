// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KubernetesErrorsTest {

  @Test
  void refusal_byAQuota_isToldFromARefusalByAPolicy() {
    assertThat(
            KubernetesErrors.isQuotaExceeded(
                "create job 'a': jobs.batch \"a\" is forbidden: exceeded quota: jobs, requested:"
                    + " count/jobs.batch=1, used: count/jobs.batch=1, limited: count/jobs.batch=1"))
        .isTrue();
    assertThat(
            KubernetesErrors.isQuotaExceeded(
                "create job 'a': jobs.batch \"a\" is forbidden: User \"u\" cannot create resource"
                    + " \"jobs\" in API group \"batch\" in the namespace \"default\""))
        .isFalse();
  }
}
