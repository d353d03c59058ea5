package io.eventfork.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of one run: the defaults of {@code application.properties}, overlaid by the
 * configuration file, the environment, Java system properties and the command line, weakest first.
 * Reading a value of the wrong form throws a {@link StartException} that names the setting, where
 * it was set, and what to write. Immutable and thread-safe.
 */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB)");

    private final Map<String, SettingValue> values;

    private Settings(Map<String, SettingValue> values) {
        this.values = values;
    }

    /**
     * Loads the settings.
     *
     * @param commandLine settings given by options, by setting name
     * @param file the configuration file, in properties format
     * @param environment the environment, normally {@link System#getenv()}
     * @param system the Java system properties
     */
    public static Settings load(
            Map<String, String> commandLine,
            Optional<Path> file,
            Map<String, String> environment,
            Properties system) {
        return load(commandLine, file, environment, system, true);
    }

    /** As {@link #load}, and passes over what a file names and nothing knows. */
    public static Settings loadKnown(
            Map<String, String> commandLine,
            Optional<Path> file,
            Map<String, String> environment,
            Properties system) {
        return load(commandLine, file, environment, system, false);
    }

    private static Settings load(
            Map<String, String> commandLine,
            Optional<Path> file,
            Map<String, String> environment,
            Properties system,
            boolean strict) {
        SettingSources sources = new SettingSources();
        file.ifPresent(path -> sources.addFile(path, strict));
        sources.addEnvironment(environment);
        sources.addSystem(system);
        sources.addCommandLine(commandLine);
        return new Settings(sources.values());
    }

    /**
     * The environment variable of a setting: {@code eventfork.observe-port} is {@code
     * EVENTFORK_OBSERVE_PORT}.
     */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** A copy in which these settings have other values. */
    public Settings with(Map<String, String> overrides) {
        Map<String, SettingValue> copy = new TreeMap<>(values);
        overrides.forEach((name, text) -> copy.put(name, new SettingValue(text, "this run")));
        return new Settings(copy);
    }

    /** All settings by name but the secrets, for property placeholders. */
    public Map<String, String> placeholders() {
        Map<String, String> placeholders = all();
        placeholders.keySet().removeAll(Secrets.NAMES);
        return placeholders;
    }

    /** All settings by name. */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        values.forEach((name, value) -> all.put(name, value.text()));
        return all;
    }

    /** The text of a setting without surrounding blanks; empty when it was set to nothing. */
    public String text(String name) {
        SettingValue value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No setting " + name);
        }
        return value.text().strip();
    }

    /** The text of a setting, or nothing when it is empty. */
    public Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    /**
     * The text of a setting that must not be empty.
     *
     * @param because what asks for it, such as {@code tasks.runner is ecs}
     */
    String required(String name, String because) {
        return optional(name).orElseThrow(() -> empty(name, because));
    }

    /** As {@link #required}, of a {@link #list}. */
    List<String> requiredList(String name, String because) {
        List<String> list = list(name);
        if (list.isEmpty()) {
            throw empty(name, because);
        }
        return list;
    }

    private static StartException empty(String name, String because) {
        return new StartException("Setting %s is empty, and %s.".formatted(name, because));
    }

    /** A comma-separated list, without blanks and empty elements. */
    public List<String> list(String name) {
        List<String> list = new ArrayList<>();
        for (String element : text(name).split(",", -1)) {
            if (!element.isBlank()) {
                list.add(element.strip());
            }
        }
        return list;
    }

    /** The words true and false. */
    public boolean flag(String name) {
        return oneOf(name, "true", "false").equals("true");
    }

    /** A whole number within bounds, both included. */
    public int number(String name, int least, int most) {
        try {
            int number = Integer.parseInt(text(name));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, "a whole number from " + least + " to " + most, e);
        }
        throw invalid(name, "a whole number from " + least + " to " + most, null);
    }

    /** The number of a TCP port; 0 lets the system pick a free one. */
    public int port(String name) {
        return number(name, 0, 65_535);
    }

    /** As {@link #port}, or nothing for the word {@code none}. */
    public OptionalInt portOrNone(String name) {
        if (text(name).equals("none")) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(port(name));
        } catch (StartException e) {
            throw invalid(name, "a whole number from 0 to 65535, or none", e);
        }
    }

    /** A time span such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h} or {@code 14d}. */
    public Duration duration(String name) {
        Matcher matcher = DURATION.matcher(text(name));
        if (!matcher.matches()) {
            throw invalid(name, "a duration such as 500ms, 30s, 5m, 1h or 14d", null);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** A size in bytes, written as {@code 512B}, {@code 240KiB} or {@code 5MiB}. */
    public long bytes(String name) {
        Matcher matcher = SIZE.matcher(text(name));
        if (!matcher.matches()) {
            throw invalid(name, "a size such as 512B, 240KiB or 5MiB", null);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "B" -> amount;
            case "KiB" -> amount << 10;
            default -> amount << 20;
        };
    }

    /** One of the given words. */
    public String oneOf(String name, String... words) {
        String text = text(name);
        if (List.of(words).contains(text)) {
            return text;
        }
        throw invalid(name, "one of " + String.join(", ", words), null);
    }

    /**
     * Says that a setting has a value that cannot be used.
     *
     * @param expected what to write instead, without a full stop
     */
    StartException invalid(String name, String expected, Throwable cause) {
        SettingValue value = values.get(name);
        String what = Secrets.NAMES.contains(name) ? "no such thing" : "'" + value.text() + "'";
        String message =
                "Setting %s is %s (from %s); write %s."
                        .formatted(name, what, value.origin(), expected);
        return value.origin().equals(SettingSources.COMMAND_LINE)
                ? StartException.wrongUsage(message, cause)
                : new StartException(message, cause);
    }
}
