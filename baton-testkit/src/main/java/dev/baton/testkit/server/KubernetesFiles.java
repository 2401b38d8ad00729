// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The configuration files of a Kubernetes cluster with one node. */
final class KubernetesFiles {

  /** The token of the administrator of the cluster. */
  static final String TOKEN = "admin-token";

  /** The token of a user without any rights. */
  static final String LIMITED_TOKEN = "limited-token";

  static final String LIMITED_USER = "limited";

  /** The image that keeps the namespaces of a pod alive. */
  static final String PAUSE_IMAGE = "docker.io/baton/pause:1";

  private final Path folder;

  KubernetesFiles(Path folder) {
    this.folder = folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  void write(int apiPort, int kubeletPort) {
    try {
      for (String name : new String[] {"pki", "cni", "cni-bin", "containerd", "plugins"}) {
        Files.createDirectories(path(name));
      }
      writeKeys();
      Files.writeString(
          path("pki/tokens.csv"),
          TOKEN
              + ",admin,admin-uid,system:masters\n"
              + LIMITED_TOKEN
              + ","
              + LIMITED_USER
              + ",limited-uid\n");
      Files.writeString(path("kubeconfig"), kubeconfig(apiPort, certificate()));
      Files.writeString(path("containerd/config.toml"), containerd(folder));
      Files.writeString(path("kubelet.yaml"), kubelet(kubeletPort, folder));
      Files.writeString(path("cni/10-baton.conflist"), NETWORK);
      for (String plugin : new String[] {"loopback", "baton-none"}) {
        Files.writeString(path("cni-bin/" + plugin), PLUGIN);
        Files.setPosixFilePermissions(
            path("cni-bin/" + plugin), PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the certificate of the API server, which the API server signs itself at its first
   * start.
   */
  Path certificate() {
    return path("pki/apiserver/apiserver.crt");
  }

  private void writeKeys() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      Files.writeString(path("pki/sa.key"), pem("PRIVATE KEY", pair.getPrivate()));
      Files.writeString(path("pki/sa.pub"), pem("PUBLIC KEY", pair.getPublic()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String kind, Key key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }

  private static String kubeconfig(int apiPort, Path certificate) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: test
      cluster: {server: "https://127.0.0.1:%1$d", certificate-authority: "%2$s"}
    users:
    - name: admin
      user: {token: admin-token}
    contexts:
    - name: test
      context: {cluster: test, user: admin}
    current-context: test
    """
        .formatted(apiPort, certificate);
  }

  private static String containerd(Path folder) {
    return """
    version = 2
    root = "%1$s/containerd/root"
    state = "%1$s/containerd/state"
    disabled_plugins = [
      "io.containerd.snapshotter.v1.aufs",
      "io.containerd.snapshotter.v1.btrfs",
      "io.containerd.snapshotter.v1.devmapper",
      "io.containerd.snapshotter.v1.zfs",
    ]
    [grpc]
      address = "%1$s/containerd.sock"
    [plugins."io.containerd.grpc.v1.cri"]
      sandbox_image = "%2$s"
      # Root without CAP_SYS_RESOURCE may not lower the score of a process.
      restrict_oom_score_adj = true
      disable_apparmor = true
      stream_server_address = "127.0.0.1"
      netns_mounts_under_state_dir = true
      [plugins."io.containerd.grpc.v1.cri".cni]
        bin_dir = "%1$s/cni-bin"
        conf_dir = "%1$s/cni"
      [plugins."io.containerd.grpc.v1.cri".containerd]
        snapshotter = "overlayfs"
        default_runtime_name = "runc"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"
    """
        .formatted(folder, PAUSE_IMAGE);
  }

  private static String kubelet(int port, Path folder) {
    return """
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: KubeletConfiguration
    address: 127.0.0.1
    port: %1$d
    readOnlyPort: 0
    healthzPort: 0
    authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
    authorization: {mode: AlwaysAllow}
    cgroupDriver: cgroupfs
    cgroupsPerQOS: false
    enforceNodeAllocatable: []
    failSwapOn: false
    resolvConf: ""
    makeIPTablesUtilChains: false
    volumePluginDir: "%2$s/plugins"
    featureGates: {LocalStorageCapacityIsolation: false, DevicePlugins: false}
    nodeStatusUpdateFrequency: 1s
    # The tests' disk may be nearly full, and its images must stay.
    evictionHard: {memory.available: "10Mi"}
    imageGCHighThresholdPercent: 100
    # By default, a node shows the last 10 MiB of a program's output at most, and at times nothing:
    # every ten seconds it begins a new file if that of a running program is larger.
    containerLogMaxSize: 256Mi
    registryPullQPS: 0
    eventRecordQPS: 0
    kubeAPIQPS: 100
    kubeAPIBurst: 200
    maxPods: 1000
    """
        .formatted(port, folder);
  }

  private static final String NETWORK =
      """
      {"cniVersion": "0.3.1", "name": "baton", "plugins": [{"type": "baton-none"}]}
      """;

  /**
   * A network plugin that gives pods only a loopback interface, so that the network of the host
   * need not change.
   */
  private static final String PLUGIN =
      """
      #!/bin/sh
      case "$CNI_COMMAND" in
      ADD)
        nsenter --net="$CNI_NETNS" busybox ip link set lo up
        printf '{"cniVersion": "0.3.1",
          "interfaces": [{"name": "%s", "sandbox": "%s"}],
          "ips": [{"version": "4", "interface": 0, "address": "198.18.7.2/32"}]}' \\
          "$CNI_IFNAME" "$CNI_NETNS"
        ;;
      VERSION)
        echo '{"cniVersion": "0.3.1", "supportedVersions": ["0.3.0", "0.3.1"]}'
        ;;
      esac
      """;
}
