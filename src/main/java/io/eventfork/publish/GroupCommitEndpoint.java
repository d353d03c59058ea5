package io.eventfork.publish;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A name under which entries are gathered. Its options are those of the route that starts from it.
 */
final class GroupCommitEndpoint extends DefaultEndpoint {

    private final GroupCommitComponent component;
    private final String name;
    private int slots = 4;
    private int maxWaiting = 256;
    private Duration maxWait = Duration.ofSeconds(5);

    GroupCommitEndpoint(String uri, GroupCommitComponent component, String name) {
        super(uri, component);
        this.component = component;
        this.name = name;
    }

    @Override
    public Producer createProducer() {
        return new GroupCommitProducer(this, component, name);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        GroupCommitConsumer consumer =
                new GroupCommitConsumer(
                        this, processor, component, name, new WaitingLine(slots, maxWaiting));
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    public int getSlots() {
        return slots;
    }

    /** Requests at a time, 1 to 100. */
    public void setSlots(int slots) {
        this.slots = within("slots", slots, 100);
    }

    public int getMaxWaiting() {
        return maxWaiting;
    }

    /** Callers that wait for a slot at most, 1 to 100,000; one more is refused. */
    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = within("maxWaiting", maxWaiting, 100_000);
    }

    public Duration getMaxWait() {
        return maxWait;
    }

    /** Longest time for which a caller waits; the slot that comes to it later refuses it. */
    public void setMaxWait(Duration maxWait) {
        this.maxWait = maxWait;
    }

    private static int within(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, and must be 1 to %,d.".formatted(option, value, most));
        }
        return value;
    }
}
