package io.eventfork.publish;

import io.eventfork.event.SinkAwayException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The component {@code group-commit}: knows which route publishes what is sent to a name.
 * Thread-safe.
 */
@Component("group-commit")
public final class GroupCommitComponent extends DefaultComponent {

    /** Ample for the moment in which a reload replaces the publishing route. */
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(5);

    private final Map<String, GroupCommitConsumer> consumers = new HashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        GroupCommitEndpoint endpoint = new GroupCommitEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    synchronized void add(String name, GroupCommitConsumer consumer) {
        if (consumers.putIfAbsent(name, consumer) != null) {
            throw new IllegalStateException("Another route starts from group-commit:" + name + ".");
        }
        notifyAll();
    }

    synchronized void remove(String name, GroupCommitConsumer consumer) {
        consumers.remove(name, consumer);
    }

    /**
     * The publishing route of a name; waits for it while it is being replaced.
     *
     * @throws SinkAwayException if there is none within five seconds
     */
    synchronized GroupCommitConsumer consumer(String name) throws InterruptedException {
        GroupCommitConsumer found = consumers.get(name);
        long deadline = found == null ? System.nanoTime() + LONGEST_ABSENCE.toNanos() : 0;
        while (found == null) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new SinkAwayException("No route starts from group-commit:" + name + ".");
            }
            wait(left);
            found = consumers.get(name);
        }
        return found;
    }
}
