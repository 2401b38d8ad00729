// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services of the Kubernetes engine in any order. */
@Isolated("checks the threads of the JVM")
final class KubernetesServicesStressTest {

  private static final Duration SOON = Duration.ofMillis(10);

  @Nested
  final class KubernetesJobInformerStress extends ServiceStress {
    private final FakeKubernetesApiServer server = new FakeKubernetesApiServer(Clock.system());

    @AfterEach
    void close() {
      server.close();
    }

    @Override
    protected int rounds() {
      return 3;
    }

    @Override
    protected Subject create() {
      ReadKubernetesJobStatus judge = new ReadKubernetesJobStatus("jobcontainer");
      DetectStuckKubernetesJobs detectStuckJobs =
          new DetectStuckKubernetesJobs("jobcontainer", Duration.ofMinutes(1));
      NamespaceClient client = server.namespaceClient();
      ReadKubernetesJobs read =
          new ReadKubernetesJobs(client, Clock.system(), judge, detectStuckJobs);
      return new Subject(
          new KubernetesJobInformer(client, read, judge, detectStuckJobs, (name, watchedJob) -> {}),
          () -> await().pollInterval(SOON).until(() -> server.openWatches() == 2),
          () -> {
            assertNoThreads("kubernetes-watch");
            // The client closes its watches on its own threads, and opens late ones there.
            await()
                .pollInterval(SOON)
                .during(Duration.ofMillis(200))
                .until(() -> server.openWatches() == 0);
          });
    }
  }
}
