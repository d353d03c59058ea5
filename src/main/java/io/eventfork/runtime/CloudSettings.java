package io.eventfork.runtime;

import io.eventfork.provisioning.Naming;

/** What the settings say of the cloud. Stateless. */
public final class CloudSettings {

    private CloudSettings() {}

    /** Whether it is the embedded one, which starts and ends with its application. */
    public static boolean isEmbedded(Settings settings) {
        return settings.oneOf("eventfork.cloud", "local", "aws").equals("local")
                && settings.optional("eventfork.endpoint").isEmpty();
    }

    /**
     * Refuses to go on, for a command that runs without the application, if that has no cloud.
     *
     * @param sought what is to be found there, such as {@code the backup is}
     */
    static void requireNamed(Settings settings, String sought) {
        if (isEmbedded(settings)) {
            throw new StartException(
                    "Say in which cloud %s: --endpoint URL or --cloud aws; an embedded cloud is at http://127.0.0.1:4566 while its application runs."
                            .formatted(sought));
        }
    }

    /** How resources are named there. */
    static Naming naming(Settings settings) {
        return new Naming(
                settings.text("eventfork.prefix"), settings.text("eventfork.bucket-suffix"));
    }
}
