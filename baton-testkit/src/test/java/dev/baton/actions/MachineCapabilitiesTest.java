// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.access.Acl;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.testkit.clock.ManualClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MachineCapabilitiesTest {

  private static Job job(String payload) {
    JobSpec spec = JobSpec.builder("any").payload(payload).build();
    ManualClock clock = new ManualClock();
    return Job.posted(JobId.named("any"), spec, Acl.ownedBy("user/a"), clock.now(), "user/a");
  }

  @Test
  void port_isFreeUntilSomebodyListensOnIt() throws Exception {
    Job job;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      job = job("{\"port\": " + socket.getLocalPort() + "}");
      assertThat(MachineCapabilities.refusalUnlessPortIsFree(job))
          .hasValueSatisfying(
              reason -> assertThat(reason).startsWith("port ").contains("127.0.0.1", "in use"));
    }
    assertThat(MachineCapabilities.refusalUnlessPortIsFree(job)).isEmpty();
  }

  @Test
  void port_atAnAddressThatThisMachineDoesNotHave_isNotFree() throws Exception {
    assertThat(
            MachineCapabilities.refusalUnlessPortIsFree(
                job("{\"port\": 8080, \"bind\": \"192.0.2.1\"}")))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"port\": \"80\"}", "{\"port\": 1.5}", "{\"port\": 1e20}"})
  void port_thatIsNone_isAnError(String payload) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> MachineCapabilities.refusalUnlessPortIsFree(job(payload)))
        .withMessageContaining("'port' is");
  }

  @Test
  void architecture_isThatOfThisMachine() {
    assertThat(MachineCapabilities.refusalUnlessX8664(job("{}")).isEmpty())
        .isEqualTo(System.getProperty("os.arch").matches("amd64|x86_64"));
  }
}
