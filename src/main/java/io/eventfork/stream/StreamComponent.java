package io.eventfork.stream;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The component {@code kinesis-batch}: routes that start from it get the records of a stream in
 * batches.
 *
 * <p>A batch is an exchange whose body is a {@code List<}{@link StreamRecord}{@code >} of one
 * shard, in the order of their sequence numbers. When the route ends well, the batch is
 * checkpointed; when it fails, the same batch comes again, after a pause that grows, until it does
 * not. No record is ever skipped: what can never succeed is the route's business to divert.
 *
 * <p>Options: {@code applicationName}, {@code startingPosition}, {@code batchSize}, {@code
 * batchWindow}, {@code pollInterval} and {@code leaseDuration}; see {@link StreamEndpoint}.
 */
@Component("kinesis-batch")
public final class StreamComponent extends DefaultComponent {

    private final Streams streams;

    /**
     * For a context in which routes are checked and never started: its endpoints cannot consume.
     */
    public StreamComponent() {
        this.streams = null;
    }

    StreamComponent(Streams streams) {
        this.streams = streams;
    }

    Streams streams() {
        return streams;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        StreamEndpoint endpoint = new StreamEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        // Refuses wrong options now, not when the route starts.
        endpoint.options("");
        return endpoint;
    }
}
