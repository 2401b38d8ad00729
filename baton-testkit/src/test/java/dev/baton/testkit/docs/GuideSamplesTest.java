// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks that the Java samples of the guides compile. Each sample is put into a class that extends
 * {@code Shop}, which has what the sample uses of its reader's program: as members if it declares a
 * method, otherwise as a statement.
 */
final class GuideSamplesTest {

  private static final Pattern SAMPLE = Pattern.compile("(?ms)^\\h*```java\\n(.*?)^\\h*```$");
  private static final Pattern METHOD = Pattern.compile("(?m)^\\h*[\\w ]+\\([^()]*\\) \\{$");

  private static final String SHOP =
      """
      import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
      import static org.assertj.core.api.Assertions.assertThat;

      import dev.baton.engine.*;
      import dev.baton.flow.*;
      import dev.baton.job.*;
      import dev.baton.logbook.*;
      import dev.baton.plugin.*;
      import dev.baton.flowrunner.*;
      import dev.baton.testkit.flow.*;
      import java.nio.file.*;
      import java.util.*;

      class Shop {
        record Server(String image) {}
        record Order(String item) {}

        static final Symbol<List<String>> DISKS = null;
        static final Symbol<String> ID = null;
        static final Symbol<List<String>> IDS = null;
        static final Symbol<String> REPO = null;
        static final Symbol<String> IMAGE = null;
        static final Symbol<ContainerResult> BUILT = null;

        Registry registry;
        Task<?> makeSubnet;
        Task<?> openFirewall;
        Pool pool;
        Cloud cloud;
        ServerPlugin plugin;
        Server parameters;
        Object client;
        Object complete;

        interface Pool {
          String allocate(String key);
          void release(String ip);
        }

        interface Cloud {
          String boot(String image, String ip);
          void destroy(String server);
          void clear();
          Object inventory();
        }

        interface ServerPlugin {
          Flow flow(Server parameters);
        }

        static class OrderPlugin {
          static Flow flow(Order order) { return null; }
        }

        static class CreateServer {
          static Flow flow(Server parameters, Object client) { return null; }
        }

        record StepsToChat(JobId job) implements FlowListener {}

        static String make(String disk) { return disk; }

        static String json(String repo) { return repo; }
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "docs/flows.md, 7",
    "docs/engines.md, 1",
    "docs/plugins.md, 1",
    "examples/README.md, 2"
  })
  void samples_ofAGuide_compile(String page, int count) throws IOException {
    StringBuilder source = new StringBuilder(SHOP);
    Matcher sample = SAMPLE.matcher(Files.readString(Path.of("..", page)));
    int found = 0;
    while (sample.find()) {
      String text = sample.group(1);
      // PluginGuideTest compiles the samples that are whole classes.
      if (!text.startsWith("package ")) {
        boolean isMethod = METHOD.matcher(text).find();
        String members = isMethod ? text : "void sample() throws Exception {\n" + text + ";}\n";
        source.append("class Sample").append(++found).append(" extends Shop {\n").append(members);
        source.append("}\n");
      }
    }
    assertThat(found).isEqualTo(count);
    assertThat(errors(source.toString())).isEmpty();
  }

  private String errors(String source) throws IOException {
    Path file = Files.writeString(folder.resolve("Samples.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-nowarn",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(file)).call();
    }
    return errors.toString();
  }
}
