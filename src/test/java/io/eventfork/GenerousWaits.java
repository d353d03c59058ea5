package io.eventfork;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every {@code await()} that says nothing else wait for a minute, not for ten seconds: on a
 * machine with much to do a thread may get no time for several of them. JUnit finds it as a service
 * and asks it before each class. Stateless.
 */
public final class GenerousWaits implements BeforeAllCallback {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
