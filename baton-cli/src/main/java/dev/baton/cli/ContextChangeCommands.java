// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.ContextFile;
import dev.baton.config.SavedContext;
import dev.baton.config.ServerConnection;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.Credentials;
import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommands of {@code baton context} that change the user's context file. */
final class ContextChangeCommands {

  private ContextChangeCommands() {}

  private static ContextFile file(CommandContext commandContext) {
    return ContextFile.read(UserFolders.of(commandContext.environment()));
  }

  /** The command {@code baton context use}: makes a context the current context. */
  @Command(
      footer = {
        "  baton context use prod",
        "  baton context use --none     the server of this machine, as without contexts"
      })
  static final class Use extends BatonCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the context")
    @Nullable String name;

    @Option(names = "--none", description = "Use no context")
    boolean none;

    Use(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    public Integer call() {
      if ((name == null) != none) {
        throw new InvalidInputException("give the name of a context, or --none");
      }
      file(context).use(name);
      print(name == null ? "No context is used" : "Commands use context " + name);
      return ExitCode.OK;
    }
  }

  /** The command {@code baton context remove}: removes contexts. */
  @Command(footer = "  baton context remove staging")
  static final class Remove extends BatonCommand {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of the contexts")
    List<String> names = new ArrayList<>();

    Remove(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    public Integer call() {
      ContextFile file = file(context);
      names.forEach(file::require);
      names.stream().distinct().forEach(file::remove);
      print("Removed " + String.join(", ", names));
      return ExitCode.OK;
    }
  }

  /** The command {@code baton context add}: saves a server and credentials as a context. */
  @Command(
      footerHeading = "%nSecrets are read from the terminal or the environment.%n%nExamples:%n",
      footer = {
        "  baton context add prod --endpoint https://baton.example.org --user anna",
        "  BATON_API_SECRET=… baton context add ci --endpoint https://h --api-key credential/…",
        "  baton context add shared --endpoint https://h --credentials-file /run/secrets/baton",
        "  baton context add own --endpoint https://h --user anna --tls-ca /etc/baton/ca.pem",
        "  baton context add test --data ./baton-data --use"
      })
  static final class Add extends BatonCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the context")
    String name = "";

    @Option(names = "--endpoint", paramLabel = "URL", description = "Address of the server")
    @Nullable String endpoint;

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder of a local server")
    @Nullable Path data;

    @Option(names = "--api-key", paramLabel = "ID", description = "API key to log in with")
    @Nullable String apiKey;

    @Option(names = "--user", paramLabel = "NAME", description = "User to log in as")
    @Nullable String user;

    @Option(
        names = "--credentials-file",
        paramLabel = "FILE",
        description = "File with key= and secret=, or user= and password=")
    @Nullable Path credentialsFile;

    @Option(
        names = "--tls-ca",
        paramLabel = "FILE",
        description = "PEM file with the authority of the server's certificate")
    @Nullable Path authority;

    @Option(
        names = "--tls-client-certificate",
        paramLabel = "FILE",
        description = "PEM file with the certificate to show to the server")
    @Nullable Path certificate;

    @Option(
        names = "--tls-client-key",
        paramLabel = "FILE",
        description = "PEM file with the private key of that certificate")
    @Nullable Path key;

    @Option(names = "--use", description = "Also choose this context for later commands")
    boolean use;

    Add(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    public Integer call() {
      checkCredentials();
      SavedContext added =
          new SavedContext(
              name,
              endpoint == null ? null : ServerConnection.checked(endpoint),
              absolute(data),
              credentials(),
              absolute(credentialsFile),
              new SavedContext.TlsPaths(absolute(authority), absolute(certificate), absolute(key)));
      ContextFile file = file(context);
      file.add(added);
      if (use) {
        file.use(name);
      }
      print("Added context " + name + ": " + added.place());
      return ExitCode.OK;
    }

    private void checkCredentials() {
      boolean isPlain = endpoint != null && endpoint.startsWith("http://");
      if (isPlain && (authority != null || certificate != null || key != null)) {
        throw new InvalidInputException(
            "the address '"
                + endpoint
                + "' has no TLS, but files for TLS are given; use https://, or leave out --tls-ca,"
                + " --tls-client-certificate and --tls-client-key");
      }
      if ((certificate == null) != (key == null)) {
        throw new InvalidInputException(
            "only one of --tls-client-certificate and --tls-client-key is given; give both or"
                + " none");
      }
      int given = (apiKey == null ? 0 : 1) + (user == null ? 0 : 1);
      if (given + (credentialsFile == null ? 0 : 1) > 1) {
        throw new InvalidInputException(
            "--api-key, --user and --credentials-file are alternatives; give only one of them");
      }
      if (credentialsFile != null) {
        ServerConnection.fromFile(credentialsFile);
      }
    }

    private static @Nullable Path absolute(@Nullable Path path) {
      return path == null ? null : path.toAbsolutePath().normalize();
    }

    private @Nullable Credentials credentials() {
      if (apiKey != null) {
        return new Credentials.ApiKey(apiKey, secret("BATON_API_SECRET", "Secret of " + apiKey));
      }
      return user == null
          ? null
          : new Credentials.Password(user, secret("BATON_PASSWORD", "Password of " + user));
    }

    private String secret(String variable, String prompt) {
      String given = context.environment().get(variable);
      if (given != null && !given.isBlank()) {
        return given.strip();
      }
      Console console = context.terminal().isInteractive() ? System.console() : null;
      char[] typed = console == null ? null : console.readPassword("%s: ", prompt);
      if (typed == null || typed.length == 0) {
        throw new InvalidInputException(
            "the secret is missing; set " + variable + ", or start the command at a terminal");
      }
      return new String(typed);
    }
  }
}
