package io.eventfork.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the settings of a run together: the defaults of {@code application.properties}, and over
 * them what is added, the weakest first.
 *
 * <p>A file may hold settings of the user's own for the user's own routes; a name under {@code
 * eventfork.} that does not exist is refused with a {@link StartException}, so that a misspelt one
 * does not go unnoticed. Not thread-safe.
 */
final class SettingSources {

    static final String COMMAND_LINE = "the command line";

    private final Set<String> ours;
    private final Map<String, SettingValue> values = new TreeMap<>();

    SettingSources() {
        Map<String, String> defaults = defaults();
        ours = defaults.keySet();
        defaults.forEach((name, text) -> values.put(name, new SettingValue(text, "the default")));
    }

    /** The names of all settings of ours. */
    static Set<String> names() {
        return defaults().keySet();
    }

    /**
     * Adds a configuration file in properties format.
     *
     * @param strict whether names of ours that do not exist are refused
     */
    void addFile(Path path, boolean strict) {
        read(path)
                .forEach(
                        (name, text) -> {
                            if (strict) {
                                requireKnown(name, path.toString());
                            }
                            values.put(name, new SettingValue(text, path.toString()));
                        });
    }

    /** Adds the environment variables of our settings. */
    void addEnvironment(Map<String, String> environment) {
        for (String name : ours) {
            String variable = Settings.variable(name);
            if (environment.containsKey(variable)) {
                values.put(name, new SettingValue(environment.get(variable), variable));
            }
        }
    }

    /** Adds the Java system properties that are settings of ours, or of the file. */
    void addSystem(Properties system) {
        for (String name : system.stringPropertyNames()) {
            if (values.containsKey(name)) {
                values.put(name, new SettingValue(system.getProperty(name), "-D" + name));
            } else {
                requireKnown(name, "-D" + name);
            }
        }
    }

    /** Adds the options of a command, by the names of their settings. */
    void addCommandLine(Map<String, String> options) {
        options.forEach((name, text) -> values.put(name, new SettingValue(text, COMMAND_LINE)));
    }

    /** All settings by name, with the secrets that are in files of their own. */
    Map<String, SettingValue> values() {
        Map<String, SettingValue> all = new TreeMap<>(values);
        Secrets.NAMES.forEach(name -> readFromFile(all, name));
        return all;
    }

    /** Where the command line names the file, it counts; elsewhere two answers are one too many. */
    private static void readFromFile(Map<String, SettingValue> values, String name) {
        SettingValue value = values.get(name);
        SettingValue file = values.get(Secrets.fileSetting(name));
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
        values.put(name, new SettingValue(Secrets.read(name, file.text()), file.text()));
    }

    private void requireKnown(String name, String origin) {
        if (name.startsWith("eventfork.") && !ours.contains(name)) {
            throw new StartException(
                    "There is no setting %s (from %s)%s.".formatted(name, origin, hint(name)));
        }
    }

    private String hint(String name) {
        return ours.stream()
                .filter(candidate -> sameLetters(candidate).equals(sameLetters(name)))
                .findFirst()
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("; application.properties lists them all");
    }

    private static String sameLetters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static Map<String, String> defaults() {
        try (InputStream stream =
                SettingSources.class.getResourceAsStream("/application.properties")) {
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
