// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.release;

import dev.baton.flow.Container;
import dev.baton.flow.ContainerResult;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.plugin.Doc;
import org.jspecify.annotations.Nullable;

/** Packs a folder in one container, tests the package in a second container, and publishes it. */
final class Release {

  /** The result of the packing; its last line is the checksum of the package. */
  static final Symbol<ContainerResult> PACKED = Symbol.of("packed", ContainerResult.class);

  record Parameters(
      @Doc("Folder to pack, an absolute path") String source,
      @Doc("Folder to publish in, an absolute path") String target,
      @Doc("Image with a shell, tar and cksum; unset for processes") @Nullable String image,
      @Doc("Engine to run it in; default: that of the executor") @Nullable String engine) {}

  private Release() {}

  static FlowNode flow(Parameters parameters) {
    return Flow.linear("release")
        .add(
            Task.container(
                    "pack",
                    t ->
                        shell(
                            parameters,
                            "mkdir -p \"$TARGET\" && tar -C \"$SOURCE\" -cf \"$TARGET/new.tar\" ."
                                + " && cksum <\"$TARGET/new.tar\""),
                    (t, end) -> shell(parameters, "rm -f \"$TARGET/new.tar\""))
                .provides(PACKED),
            Task.container(
                    "test",
                    t ->
                        shell(
                                parameters,
                                "[ \"$(cksum <\"$TARGET/new.tar\")\" = \"$SUM\" ] || exit 4;"
                                    + " tar -tf \"$TARGET/new.tar\" | grep -q /README ||"
                                    + " { echo there is no README; exit 3; }")
                            .env("SUM", t.get(PACKED).lastLine().orElse("")))
                .requires(PACKED),
            Task.container(
                "publish",
                t -> shell(parameters, "mv \"$TARGET/new.tar\" \"$TARGET/release.tar\""),
                // A failed step may already have published the package.
                (t, end) -> shell(parameters, "rm -f \"$TARGET/release.tar\"")));
  }

  private static Container shell(Parameters parameters, String script) {
    Container container =
        Container.of("sh", "-c", script)
            .env("SOURCE", parameters.source())
            .env("TARGET", parameters.target());
    if (parameters.engine() != null) {
      container = container.engine(parameters.engine());
    }
    return parameters.image() == null
        ? container
        : container
            .image(parameters.image())
            .volumes(
                parameters.source() + ":" + parameters.source() + ":ro",
                parameters.target() + ":" + parameters.target());
  }
}
