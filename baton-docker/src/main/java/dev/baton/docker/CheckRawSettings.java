// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks raw settings. They may contain only fields of a request to create a container, in the
 * exact spelling, because the engine ignores unknown fields without an error; the container would
 * then run without the setting.
 */
final class CheckRawSettings {

  private static final String OWN_LABELS = "baton.dev/";

  /** The fields of the newest API version that this driver uses. */
  private static final Set<String> BODY =
      Set.of(
          ("Hostname Domainname User AttachStdin AttachStdout AttachStderr ExposedPorts Tty"
                  + " OpenStdin StdinOnce Env Cmd Healthcheck ArgsEscaped Image Volumes WorkingDir"
                  + " Entrypoint NetworkDisabled MacAddress OnBuild Labels StopSignal StopTimeout"
                  + " Shell HostConfig NetworkingConfig")
              .split(" "));

  private static final Set<String> HOST =
      Set.of(
          ("CpuShares Memory CgroupParent BlkioWeight BlkioWeightDevice BlkioDeviceReadBps"
               + " BlkioDeviceWriteBps BlkioDeviceReadIOps BlkioDeviceWriteIOps CpuPeriod CpuQuota"
               + " CpuRealtimePeriod CpuRealtimeRuntime CpusetCpus CpusetMems Devices"
               + " DeviceCgroupRules DeviceRequests KernelMemory KernelMemoryTCP MemoryReservation"
               + " MemorySwap MemorySwappiness NanoCpus OomKillDisable Init PidsLimit Ulimits"
               + " CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth Binds ContainerIDFile"
               + " LogConfig NetworkMode PortBindings RestartPolicy AutoRemove VolumeDriver"
               + " VolumesFrom Mounts ConsoleSize Annotations CapAdd CapDrop CgroupnsMode Dns"
               + " DnsOptions DnsSearch ExtraHosts GroupAdd IpcMode Cgroup Links OomScoreAdj"
               + " PidMode Privileged PublishAllPorts ReadonlyRootfs SecurityOpt StorageOpt Tmpfs"
               + " UTSMode UsernsMode ShmSize Sysctls Runtime Isolation MaskedPaths ReadonlyPaths")
              .split(" "));

  private CheckRawSettings() {}

  /**
   * Refuses fields that the engine does not know and settings that break a feature of Baton.
   *
   * @throws InvalidInputException naming the field
   */
  static void check(JsonNode raw) {
    requireKnown("raw", raw, BODY);
    requireKnown("raw.HostConfig", raw.path("HostConfig"), HOST);
    if (raw.path("Tty").asBoolean()) {
      throw new InvalidInputException(
          "raw has Tty true, but then output cannot be read line by line; leave it out");
    }
    if (raw.path("HostConfig").path("AutoRemove").asBoolean()) {
      throw new InvalidInputException(
          "raw has AutoRemove true, but then the exit code cannot be read; leave it out");
    }
    for (Iterator<String> keys = raw.path("Labels").fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (key.startsWith(OWN_LABELS)) {
        throw new InvalidInputException(
            "raw has the label '" + key + "'; labels that begin with baton.dev/ are Baton's own");
      }
    }
  }

  private static void requireKnown(String where, JsonNode object, Set<String> known) {
    if (!object.isMissingNode() && !object.isObject()) {
      throw new InvalidInputException(where + " is not an object; expected {…}");
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new InvalidInputException(
            where
                + " has '"
                + name
                + "', which is unknown; known, in exactly this spelling: "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }
}
