package io.eventfork.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The page of all settings and commands, made of the comments in {@code application.properties} and
 * of the command line's own help.
 */
final class SettingsReference {

    private static final String RUN = "run";

    private static final Path PROPERTIES =
            Path.of("src", "main", "resources", "application.properties");
    private static final Pattern SECTION = Pattern.compile("# --- (.+)");
    private static final Pattern SETTING = Pattern.compile("([A-Za-z0-9.-]+)=(.*)");
    private static final Pattern NAMED = Pattern.compile(" ?Setting ([a-z0-9.-]+)\\.$");

    /**
     * A setting.
     *
     * @param meaning its comment; that of the setting before it if the two share one
     */
    record Setting(String name, String byDefault, String meaning) {}

    private final CommandLine commands;
    private final Map<String, List<Setting>> sections = new LinkedHashMap<>();

    SettingsReference(CommandLine commands) {
        this.commands = commands;
        readSettings();
    }

    private void readSettings() {
        String section = "";
        String meaning = "";
        boolean complete = true;
        for (String line : lines()) {
            Matcher title = SECTION.matcher(line);
            Matcher setting = SETTING.matcher(line);
            if (title.matches()) {
                section = title.group(1);
                meaning = "";
            } else if (line.startsWith("# ")) {
                meaning = complete ? line.substring(2) : meaning + " " + line.substring(2);
                complete = false;
            } else if (setting.matches()) {
                sections.computeIfAbsent(section, name -> new ArrayList<>())
                        .add(new Setting(setting.group(1), setting.group(2), meaning));
                complete = true;
            } else {
                meaning = "";
                complete = true;
            }
        }
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(PROPERTIES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Setting> settings() {
        return sections.values().stream().flatMap(List::stream).toList();
    }

    /** The option of each setting that has one, by setting. */
    Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        addOptions(options, commands);
        return options;
    }

    private static void addOptions(Map<String, String> options, CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            Matcher named = NAMED.matcher(text(option));
            if (named.find()) {
                options.putIfAbsent(named.group(1), option.longestName());
            }
        }
        command.getSubcommands().values().forEach(one -> addOptions(options, one));
    }

    String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        Map<String, String> options = options();
        sections.forEach(
                (title, settings) -> {
                    page.append("\n## ").append(title).append("\n\n");
                    page.append("| setting | default | meaning |\n|---|---|---|\n");
                    settings.forEach(one -> row(page, one, options.get(one.name())));
                });
        page.append("\n# Commands\n\n").append(COMMANDS);
        command(page, commands);
        return page.toString();
    }

    private static void row(StringBuilder page, Setting setting, String option) {
        page.append("| `").append(setting.name()).append('`');
        if (option != null) {
            page.append(" `").append(option).append('`');
        }
        page.append(" | ");
        if (!setting.byDefault().isEmpty()) {
            page.append('`').append(code(setting.byDefault())).append('`');
        }
        page.append(" | ").append(cell(setting.meaning())).append(" |\n");
    }

    private void command(StringBuilder page, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        page.append("\n## `").append(spec.qualifiedName()).append("`\n\n");
        description(page, List.of(spec.usageMessage().description()));
        List<String> ofRun = names(commands.getSubcommands().get(RUN).getCommandSpec());
        List<OptionSpec> own = own(spec);
        if (!spec.name().equals(RUN) && names(spec).containsAll(ofRun)) {
            page.append("\nIt has the options of `eventfork run`");
            own = own.stream().filter(one -> !ofRun.contains(one.longestName())).toList();
            page.append(own.isEmpty() ? ".\n" : ", and:\n");
        }
        if (!own.isEmpty() || !spec.positionalParameters().isEmpty()) {
            page.append("\n| option | meaning |\n|---|---|\n");
            spec.positionalParameters()
                    .forEach(
                            one ->
                                    option(
                                            page,
                                            one.paramLabel(),
                                            String.join(" ", one.description())));
            own.forEach(
                    one ->
                            option(
                                    page,
                                    String.join(", ", one.names())
                                            + (one.arity().max() == 0
                                                    ? ""
                                                    : " " + one.paramLabel()),
                                    text(one)));
        }
        command.getSubcommands().values().stream().distinct().forEach(one -> command(page, one));
    }

    private static void description(StringBuilder page, List<String> lines) {
        page.append(
                lines.stream()
                        .filter(line -> !isExample(line) && !line.isBlank())
                        .collect(Collectors.joining(" ", "", "\n")));
        if (lines.stream().anyMatch(SettingsReference::isExample)) {
            page.append(
                    lines.stream()
                            .filter(SettingsReference::isExample)
                            .map(String::strip)
                            .collect(Collectors.joining("\n", "\n```\n", "\n```\n")));
        }
    }

    /** Whether a line of a command's help shows how to call it. */
    static boolean isExample(String line) {
        return line.startsWith("  ");
    }

    private static List<OptionSpec> own(CommandSpec spec) {
        return spec.options().stream()
                .filter(one -> !one.usageHelp() && !one.versionHelp() && !one.hidden())
                .toList();
    }

    private static List<String> names(CommandSpec spec) {
        return own(spec).stream().map(OptionSpec::longestName).toList();
    }

    private static void option(StringBuilder page, String name, String meaning) {
        page.append("| `").append(code(name)).append("` | ").append(cell(meaning)).append(" |\n");
    }

    private static String text(OptionSpec option) {
        return String.join(" ", option.description());
    }

    /** Inside backticks nothing but the end of a cell has a meaning. */
    private static String code(String text) {
        return text.replace("|", "\\|");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }

    private static final String HEAD =
            """
            # Settings

            <!-- Generated from application.properties and the command line; SettingsReferenceTest says how. -->

            Every setting, with its default. It is changed, strongest first, by a command line option if it has one
            (`--port 9000`), a Java system property (`-Deventfork.port=9000`), an environment variable
            (`EVENTFORK_PORT=9000`: upper case, with `_` for dots and hyphens), or a line of the file given with
            `--config` (`eventfork.port=9000`). Durations: `500ms`, `30s`, `5m`, `1h`, `14d`. Sizes: `240KiB`, `5MiB`.
            """;

    private static final String COMMANDS =
            """
            `java -jar eventfork.jar COMMAND`, which is written `eventfork COMMAND` here. Exit codes: 0 done, 1 failed, 2
            wrong usage. Every command has `--help`.
            """;
}
