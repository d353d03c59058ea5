package io.eventfork.stream;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** A stream as the source of a route, and how the route reads it. */
final class StreamEndpoint extends DefaultEndpoint {

    private final StreamComponent component;
    private final String stream;
    private String applicationName;
    private StartingPosition startingPosition = StartingPosition.TRIM_HORIZON;
    private int batchSize = 100;
    private Duration batchWindow = Duration.ZERO;
    private Duration pollInterval = Duration.ofSeconds(1);
    private Duration leaseDuration = Duration.ofSeconds(10);

    StreamEndpoint(String uri, StreamComponent component, String stream) {
        super(uri, component);
        this.component = component;
        this.stream = stream;
    }

    /** The options for a route, by whose id it reads unless an application is named. */
    StreamOptions options(String routeId) {
        return new StreamOptions(
                stream,
                applicationName == null ? routeId : applicationName,
                startingPosition,
                batchSize,
                batchWindow,
                pollInterval,
                leaseDuration);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        StreamConsumer consumer = new StreamConsumer(this, processor, component.streams());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("A route can only start from kinesis-batch.");
    }

    public String getApplicationName() {
        return applicationName;
    }

    /** Under whose name positions are kept; the id of the route unless it is given. */
    public void setApplicationName(String applicationName) {
        this.applicationName = applicationName;
    }

    public StartingPosition getStartingPosition() {
        return startingPosition;
    }

    /** Where an application begins that has never read the stream. */
    public void setStartingPosition(StartingPosition startingPosition) {
        this.startingPosition = startingPosition;
    }

    public int getBatchSize() {
        return batchSize;
    }

    /** Most records of a batch, 1 to 10,000. */
    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public Duration getBatchWindow() {
        return batchWindow;
    }

    /** Longest time that the first record of a batch waits for others, up to 5 minutes. */
    public void setBatchWindow(Duration batchWindow) {
        this.batchWindow = batchWindow;
    }

    public Duration getPollInterval() {
        return pollInterval;
    }

    /** Time between two reads of a shard that has nothing new, 200 ms to 1 minute. */
    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public Duration getLeaseDuration() {
        return leaseDuration;
    }

    /** Time after which others take the shards of a replica that says nothing, 1 s to 1 h. */
    public void setLeaseDuration(Duration leaseDuration) {
        this.leaseDuration = leaseDuration;
    }
}
