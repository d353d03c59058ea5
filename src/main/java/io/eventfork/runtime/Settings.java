package io.eventfork.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of one run: the defaults of {@code application.properties}, overlaid by the
 * configuration file, the environment, Java system properties and the command line, weakest first.
 * Immutable and thread-safe.
 *
 * <p>A file may hold settings of the user's own for the user's own routes; a name under {@code
 * eventfork.} that does not exist is refused, so that a misspelt one does not go unnoticed. Reading
 * a value of the wrong form throws a {@link StartException} that names the setting, where it was
 * set, and what to write.
 */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB)");

    private static final String COMMAND_LINE = "the command line";

    private record Value(String text, String origin) {}

    private final Map<String, Value> values;

    private Settings(Map<String, Value> values) {
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
        Map<String, Value> values = new TreeMap<>();
        defaults().forEach((name, text) -> values.put(name, new Value(text, "the default")));
        Map<String, Value> overlay = new LinkedHashMap<>();
        file.ifPresent(
                path ->
                        read(path)
                                .forEach(
                                        (name, text) -> {
                                            if (strict) {
                                                requireKnown(values, name, path.toString());
                                            }
                                            overlay.put(name, new Value(text, path.toString()));
                                        }));
        for (String name : values.keySet()) {
            String variable = variable(name);
            if (environment.containsKey(variable)) {
                overlay.put(name, new Value(environment.get(variable), variable));
            }
        }
        for (String name : system.stringPropertyNames()) {
            if (values.containsKey(name) || overlay.containsKey(name)) {
                overlay.put(name, new Value(system.getProperty(name), "-D" + name));
            } else {
                requireKnown(values, name, "-D" + name);
            }
        }
        commandLine.forEach((name, text) -> overlay.put(name, new Value(text, COMMAND_LINE)));
        values.putAll(overlay);
        Secrets.NAMES.forEach(name -> readFromFile(values, name));
        return new Settings(values);
    }

    /** Where the command line names the file, it counts; elsewhere two answers are one too many. */
    private static void readFromFile(Map<String, Value> values, String name) {
        Value value = values.get(name);
        Value file = values.get(Secrets.fileSetting(name));
        if (file.text().isBlank()) {
            return;
        }
        if (!value.text().isBlank() && !file.origin().equals(COMMAND_LINE)) {
            throw new StartException(
                    "Setting %s (from %s) has a value, and %s (from %s) names a file: keep one."
                            .formatted(
                                    name,
                                    value.origin(),
                                    Secrets.fileSetting(name),
                                    file.origin()));
        }
        values.put(name, new Value(Secrets.read(name, file.text()), file.text()));
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
        Map<String, Value> copy = new TreeMap<>(values);
        overrides.forEach((name, text) -> copy.put(name, new Value(text, "this run")));
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
        Value value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No setting " + name);
        }
        return value.text().strip();
    }

    /** The text of a setting, or nothing when it is empty. */
    public Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
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
        Value value = values.get(name);
        String what = Secrets.NAMES.contains(name) ? "no such thing" : "'" + value.text() + "'";
        String message =
                "Setting %s is %s (from %s); write %s."
                        .formatted(name, what, value.origin(), expected);
        return value.origin().equals(COMMAND_LINE)
                ? StartException.wrongUsage(message, cause)
                : new StartException(message, cause);
    }

    private static void requireKnown(Map<String, Value> known, String name, String origin) {
        if (name.startsWith("eventfork.") && !known.containsKey(name)) {
            throw new StartException(
                    "There is no setting %s (from %s)%s."
                            .formatted(name, origin, hint(known, name)));
        }
    }

    private static String hint(Map<String, Value> known, String name) {
        return known.keySet().stream()
                .filter(candidate -> sameLetters(candidate).equals(sameLetters(name)))
                .findFirst()
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("; application.properties lists them all");
    }

    private static String sameLetters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /** The names of all settings of ours. */
    static Set<String> names() {
        return defaults().keySet();
    }

    private static Map<String, String> defaults() {
        try (InputStream stream = Settings.class.getResourceAsStream("/application.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return textMap(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw StartException.wrongUsage("There is no file %s.".formatted(path), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(
                    "Cannot read the settings in %s: %s.".formatted(path, e.getMessage()), e);
        }
        return textMap(properties);
    }

    private static Map<String, String> textMap(Properties properties) {
        Map<String, String> map = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
