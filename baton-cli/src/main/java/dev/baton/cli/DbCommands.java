// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.backend.StoreReport;
import dev.baton.backend.StoreReport.TablesState;
import dev.baton.config.SettingKey;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.PrintableText;
import dev.baton.console.TextTable;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.launch.ProcessOptions;
import dev.baton.launch.ServerStore;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The subcommands of {@code baton db}, for the tables of the store of a server. */
final class DbCommands {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DbCommands() {}

  /** A command that opens the store with the settings of a server on this machine. */
  abstract static class DbCommand extends ProcessCommand {

    private static final List<SettingKey> KEYS =
        List.of(
            SettingKey.STORE,
            SettingKey.STORE_USER,
            SettingKey.STORE_PASSWORD_FILE,
            SettingKey.STORE_DIRECT_URL,
            SettingKey.STORE_SCHEMA,
            SettingKey.STORE_TABLE_PREFIX,
            SettingKey.DATA,
            SettingKey.CONFIG,
            SettingKey.LOG_LEVEL);

    @Option(
        names = "--output",
        paramLabel = "table|json",
        description = "How to print: table (default) or json")
    @Nullable String output;

    DbCommand(CommandContext commandContext) {
      super(commandContext, KEYS);
    }

    @Override
    final int run(ProcessOptions options) {
      isJson();
      ServerStore store = ServerStore.of(options);
      try {
        store.requireClosed(context);
        return run(store, store.inspect(context.clock()));
      } catch (ForbiddenException e) {
        // For processes, a refused login has another exit code.
        context.note(PrintableText.text(String.valueOf(e.getMessage())));
        return ExitCode.FORBIDDEN;
      }
    }

    /** Runs the command and returns the exit code. */
    abstract int run(ServerStore store, StoreReport report);

    final boolean isJson() {
      String format = SharedOptions.text(spec, "--output");
      if (format != null && !List.of("table", "json").contains(format)) {
        throw new InvalidInputException("output is '" + format + "'; allowed: table, json");
      }
      return "json".equals(format);
    }

    /** The versions of the tables, as one sentence. */
    static String versions(StoreReport report) {
      String version = "tables have version " + report.tablesVersion();
      String known = report.knownVersion();
      return switch (report.tables()) {
        case MISSING -> "there are no tables yet; this release creates version " + known;
        case OLDER -> version + "; this release makes them version " + known;
        case CURRENT -> version + ", as this release needs";
        case INCOMPLETE -> "the migration to version " + report.tablesVersion() + " failed";
        case NEWER -> version + "; a newer Baton made them, and this release knows " + known;
      };
    }

    /** The report for scripts. */
    static ObjectNode json(StoreReport report) {
      ObjectNode json =
          JSON.createObjectNode()
              .put("product", report.product())
              .put("url", report.url())
              .put("tables", report.tables().name().toLowerCase(Locale.ROOT))
              .put("version", report.tablesVersion().isEmpty() ? null : report.tablesVersion())
              .put("known-version", report.knownVersion());
      report.missingRights().forEach(json.putArray("missing-rights")::add);
      return json;
    }

    static void add(ObjectNode json, String name, List<StoreReport.Migration> migrations) {
      ArrayNode array = json.putArray(name);
      migrations.forEach(each ->
          array.addObject().put("version", each.version()).put("description", each.description()));
    }

    final void printMigrations(List<StoreReport.Migration> migrations) {
      TextTable textTable = new TextTable("VERSION", "MIGRATION");
      migrations.forEach(each -> textTable.add(each.version(), each.description()));
      textTable.print(context.out(), context.terminal().width());
    }
  }

  /** {@code baton db status}: shows the versions of the tables, and changes nothing. */
  @Command(
      footer = {
        "  baton db status                                  the store of 'baton up' here",
        "  baton db status --store jdbc:postgresql://db/baton --output json",
        "",
        "Exit codes: 0 the tables have the version of this release, 1 'baton db migrate' or the",
        "next start of a process has something to do, 4 rights are missing, 5 the tables belong to",
        "a newer Baton or a server has the embedded store open, 6 the database does not answer."
      })
  static final class Status extends DbCommand {

    Status(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    int run(ServerStore store, StoreReport report) {
      if (isJson()) {
        ObjectNode json = json(report);
        add(json, "pending", report.pending());
        print(json.toPrettyString());
      } else {
        print(report.product() + " at " + report.url() + ": " + versions(report));
        if (!report.missingRights().isEmpty()) {
          print("missing rights: " + report.missingRightsText());
        }
        if (!report.pending().isEmpty()) {
          print("");
          printMigrations(report.pending());
        }
      }
      return switch (report.tables()) {
        case NEWER -> ExitCode.CONFLICT;
        case MISSING, OLDER, INCOMPLETE -> ExitCode.FAILED;
        case CURRENT -> report.missingRights().isEmpty() ? ExitCode.OK : ExitCode.FORBIDDEN;
      };
    }
  }

  /** {@code baton db migrate}: upgrades the tables as the start of a process would. */
  @Command(
      footer = {
        "  baton db migrate --dry-run                       print the SQL, change nothing",
        "  baton db migrate --store jdbc:postgresql://db/baton --store-user owner",
        "",
        "Make a backup first, because older releases refuse the migrated tables. Exit codes: 0 the",
        "tables have the version of this release, 2 a migration failed, 4 rights are missing, 5"
            + " the",
        "tables belong to a newer Baton or a server has the embedded store open, 6 the database",
        "does not answer. After 6, try again; the other faults need an operator."
      })
  static final class Migrate extends DbCommand {

    @Option(names = "--dry-run", description = "Print the SQL of the migrations, change nothing")
    boolean dryRun;

    Migrate(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    int run(ServerStore store, StoreReport report) {
      check(report);
      if (dryRun) {
        printSql(report);
        return ExitCode.OK;
      }
      List<StoreReport.Migration> done = report.pending().isEmpty() ? List.of() : store.migrate();
      if (isJson()) {
        ObjectNode json =
            JSON.createObjectNode()
                .put("product", report.product())
                .put("url", report.url())
                .put("version", report.knownVersion());
        add(json, "migrated", done);
        print(json.toPrettyString());
      } else {
        if (!done.isEmpty()) {
          printMigrations(done);
          print("");
        }
        print(
            report.product()
                + " at "
                + report.url()
                + (done.isEmpty() ? " needs no migration" : " is migrated")
                + ": the tables have version "
                + report.knownVersion());
      }
      return ExitCode.OK;
    }

    private static void check(StoreReport report) {
      String where = report.product() + " at " + report.url() + ": " + versions(report);
      if (report.tables() == TablesState.NEWER) {
        throw new ConflictException(
            where + ". Install the newer release, or restore a backup from before its start");
      }
      if (report.tables() == TablesState.INCOMPLETE) {
        throw new ConflictException(
            where
                + " before its end. Restore a backup from before it; if the tables were new, drop"
                + " them. Then try again");
      }
      if (!report.pending().isEmpty() && !report.missingRights().isEmpty()) {
        throw new ForbiddenException(
            where
                + ". The user of the database lacks rights: "
                + report.missingRightsText()
                + "; migrate as the owner of the tables, or GRANT these rights");
      }
    }

    private void printSql(StoreReport report) {
      if (isJson()) {
        ObjectNode json = json(report);
        ArrayNode pending = json.putArray("pending");
        report
            .pending()
            .forEach(each ->
                pending
                    .addObject()
                    .put("version", each.version())
                    .put("description", each.description())
                    .put("sql", each.sql()));
        print(json.toPrettyString());
        return;
      }
      print("-- " + report.product() + " at " + report.url() + ": " + versions(report));
      for (StoreReport.Migration each : report.pending()) {
        print("");
        print("-- Version " + each.version() + ": " + each.description());
        print(each.sql().strip());
      }
    }
  }
}
