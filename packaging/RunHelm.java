// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs Helm on a cluster, for packaging/test-chart: {@code install KUBECONFIG CHART [VALUE=TEXT…]},
 * the same with {@code upgrade}, and {@code uninstall KUBECONFIG}. The release is {@code baton} in
 * the namespace {@code baton}. An upgrade keeps the values and waits until all pods are replaced.
 */
final class RunHelm {

  private static final String NAME = "baton";

  private RunHelm() {}

  public static void main(String[] args) {
    Path kubeconfig = Path.of(args[1]);
    switch (args[0]) {
      case "install" -> install(kubeconfig, Path.of(args[2]), values(args));
      case "upgrade" -> upgrade(kubeconfig, Path.of(args[2]), values(args));
      case "uninstall" ->
          System.out.println(
              Helm.uninstall(NAME).withNamespace(NAME).withKubeConfig(kubeconfig).call());
      default -> throw new IllegalArgumentException("unknown command '" + args[0] + "'");
    }
  }

  private static String[][] values(String[] args) {
    return Arrays.stream(args).skip(3).map(each -> each.split("=", 2)).toArray(String[][]::new);
  }

  private static void install(Path kubeconfig, Path chart, String[][] values) {
    InstallCommand command =
        new Helm(chart).install().withName(NAME).withNamespace(NAME).withKubeConfig(kubeconfig);
    for (String[] value : values) {
      command.set(value[0], value[1]);
    }
    print(command.call());
  }

  private static void upgrade(Path kubeconfig, Path chart, String[][] values) {
    UpgradeCommand command =
        new Helm(chart)
            .upgrade()
            .withName(NAME)
            .withNamespace(NAME)
            .withKubeConfig(kubeconfig)
            .reuseValues()
            .waitReady()
            .withTimeout(600);
    for (String[] value : values) {
      command.set(value[0], value[1]);
    }
    print(command.call());
  }

  private static void print(Release release) {
    System.out.println(release.getOutput());
    if (!release.getStatus().equals("deployed")) {
      throw new IllegalStateException("the release is '" + release.getStatus() + "'");
    }
  }
}
