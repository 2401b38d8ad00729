// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The command lines of a Kubernetes cluster with one node, each with its own ports. */
final class KubernetesCommands {

  private static final String FEATURES = "--feature-gates=TTLAfterFinished=true";

  /**
   * Ports below the ephemeral range, because a client could take an ephemeral port before the
   * server starts.
   */
  private static final int LOWEST_EPHEMERAL_PORT = 32_768;

  private static final int LOWEST_PORT = 12_000;

  private static final String LOOPBACK = "--bind-address=127.0.0.1";

  private final KubernetesFiles files;
  private final Path binaries;
  private final List<Integer> ports =
      ThreadLocalRandom.current()
          .ints(LOWEST_PORT, LOWEST_EPHEMERAL_PORT)
          .filter(KubernetesCommands::isFree)
          .distinct()
          .limit(6)
          .boxed()
          .toList();

  KubernetesCommands(KubernetesFiles files, Path binaries) {
    this.files = files;
    this.binaries = binaries;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  int apiPort() {
    return ports.get(2);
  }

  int kubeletPort() {
    return ports.get(3);
  }

  List<String> etcd() {
    String clients = etcdAddress();
    String peers = "http://127.0.0.1:" + ports.get(1);
    return List.of(
        "etcd",
        "--data-dir=" + files.path("etcd"),
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers,
        "--unsafe-no-fsync");
  }

  private String etcdAddress() {
    return "http://127.0.0.1:" + ports.getFirst();
  }

  List<String> apiServer() {
    String self = "https://127.0.0.1:" + apiPort();
    return List.of(
        binary("kube-apiserver"),
        "--etcd-servers=" + etcdAddress(),
        LOOPBACK,
        "--advertise-address=127.0.0.1",
        "--secure-port=" + apiPort(),
        "--cert-dir=" + files.path("pki/apiserver"),
        "--service-account-key-file=" + files.path("pki/sa.pub"),
        "--service-account-signing-key-file=" + files.path("pki/sa.key"),
        "--service-account-issuer=" + self,
        "--api-audiences=" + self,
        "--service-cluster-ip-range=198.19.0.0/24",
        "--token-auth-file=" + files.path("pki/tokens.csv"),
        "--authorization-mode=RBAC",
        "--allow-privileged=true",
        "--disable-admission-plugins=ServiceAccount",
        "--endpoint-reconciler-type=none",
        FEATURES);
  }

  List<String> controllerManager() {
    return List.of(
        binary("kube-controller-manager"),
        kubeconfig(),
        "--service-account-private-key-file=" + files.path("pki/sa.key"),
        LOOPBACK,
        "--secure-port=" + ports.get(4),
        "--port=0",
        "--cert-dir=" + files.path("pki/controller-manager"),
        "--leader-elect=false",
        "--controllers=job,ttl-after-finished,garbagecollector,nodelifecycle,namespace,podgc,"
            + "resourcequota",
        "--node-monitor-period=2s",
        "--kube-api-qps=200",
        "--kube-api-burst=400",
        FEATURES);
  }

  List<String> scheduler() {
    return List.of(
        binary("kube-scheduler"),
        kubeconfig(),
        LOOPBACK,
        "--secure-port=" + ports.get(5),
        "--port=0",
        "--cert-dir=" + files.path("pki/scheduler"),
        "--leader-elect=false");
  }

  List<String> containerd() {
    return List.of("containerd", "--config=" + files.path("containerd/config.toml"));
  }

  /** The kubelet waits for the API server by itself. */
  List<String> kubelet() {
    return List.of(
        "env",
        // Otherwise the kubelet tries to find cloud credentials when it starts.
        "AWS_EC2_METADATA_DISABLED=true",
        binary("kubelet"),
        "--config=" + files.path("kubelet.yaml"),
        kubeconfig(),
        "--hostname-override=127.0.0.1",
        "--root-dir=" + files.path("kubelet"),
        "--cert-dir=" + files.path("pki/kubelet"),
        "--container-runtime=remote",
        "--container-runtime-endpoint=unix://" + socket(),
        "--containerd=" + socket());
  }

  List<String> importImages(Path archive) {
    return List.of(
        "ctr", "--address=" + socket(), "--namespace=k8s.io", "images", "import", "" + archive);
  }

  private Path socket() {
    return files.path("containerd.sock");
  }

  private String kubeconfig() {
    return "--kubeconfig=" + files.path("kubeconfig");
  }

  private String binary(String name) {
    return binaries.resolve(name).toString();
  }
}
