package io.eventfork.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that are secrets. Each can be read from a file, which the setting of the same name
 * with {@code -file} names. None has an option, as everybody on a machine can read command lines;
 * none is a property placeholder; and no message holds the value of one. Stateless.
 */
public final class Secrets {

    static final String ADMIN_TOKEN = "eventfork.admin-token";
    static final String OBSERVE_TOKEN = "eventfork.observe-token";
    static final String API_KEYS = "eventfork.http.api-keys";
    static final String KEY_STORE_PASSWORD = "eventfork.tls.password";

    /** All of them. */
    static final Set<String> NAMES =
            Set.of(
                    ADMIN_TOKEN,
                    OBSERVE_TOKEN,
                    API_KEYS,
                    KEY_STORE_PASSWORD,
                    "eventfork.opensearch.password",
                    "cart.mail.password",
                    "fulfilment.shipping.secret");

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{16,256}");
    private static final Pattern BETWEEN_KEYS = Pattern.compile("[,\\s]+");

    private Secrets() {}

    /**
     * The bearer token of {@code /admin}, if there is one.
     *
     * @throws StartException if it is too short, too long, or has other characters than a header
     */
    public static Optional<String> adminToken(Settings settings) {
        return token(settings, ADMIN_TOKEN);
    }

    /**
     * A secret that callers send in a header, if there is one.
     *
     * @throws StartException if it has another form
     */
    static Optional<String> token(Settings settings, String name) {
        Optional<String> token = settings.optional(name);
        token.ifPresent(text -> requireForm(name, text));
        return token;
    }

    /**
     * Secrets that callers send in a header, each of which is good; with commas or blanks between
     * them.
     *
     * @throws StartException if one has another form
     */
    static List<String> tokens(Settings settings, String name) {
        List<String> tokens =
                BETWEEN_KEYS
                        .splitAsStream(settings.text(name))
                        .filter(token -> !token.isEmpty())
                        .toList();
        tokens.forEach(token -> requireForm(name, token));
        return tokens;
    }

    /** The setting that names the file of a secret. */
    static String fileSetting(String name) {
        return name + "-file";
    }

    /** The environment variables that hold a secret, or name the file of one. */
    static Set<String> variables() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(name, fileSetting(name)))
                .map(Settings::variable)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads a secret.
     *
     * @throws StartException if the file cannot be read, or is empty
     */
    static String read(String name, String file) {
        String text;
        try {
            text = Files.readString(Path.of(file.strip()), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new StartException(
                    "Setting %s names %s, which cannot be read (%s)."
                            .formatted(fileSetting(name), file, e.getClass().getSimpleName()),
                    e);
        }
        if (text.isBlank()) {
            throw new StartException(
                    "Setting %s names %s, which is empty.".formatted(fileSetting(name), file));
        }
        return text.strip();
    }

    private static void requireForm(String name, String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new StartException(
                    "Setting %s must have 16 to 256 visible ASCII characters%s."
                            .formatted(name, name.equals(API_KEYS) ? " a key" : ""));
        }
    }
}
