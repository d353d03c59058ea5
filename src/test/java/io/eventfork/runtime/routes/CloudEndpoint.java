package io.eventfork.runtime.routes;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** Connects when it is initialised, as an SQS endpoint looks up its queue. */
final class CloudEndpoint extends DefaultEndpoint {

    private final RunningRoutes owner;

    CloudEndpoint(String uri, Component component, RunningRoutes owner) {
        super(uri, component);
        this.owner = owner;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        owner.cloudConnections++;
        if (getEndpointUri().endsWith("absent")) {
            throw new IllegalStateException("there is no queue 'absent'");
        }
        if (!owner.cloudIsThere) {
            throw new java.net.ConnectException("the cloud is away");
        }
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("Routes only consume from it.");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new DefaultConsumer(this, processor);
    }
}
