package io.eventfork.outbox;

import io.eventfork.bus.BusEvents;
import io.eventfork.table.DynamoTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The beans that outboxes, and routes that write to them or to the bus, name. */
public final class OutboxBeans {

    private OutboxBeans() {}

    /** Binds the beans to the registry of a context, whose meters, if any, they use. */
    public static void bind(CamelContext context, DynamoDbClient dynamoDb) {
        Registry registry = context.getRegistry();
        MeterRegistry found = registry.findSingleByType(MeterRegistry.class);
        WrittenEntries written = new WrittenEntries();
        registry.bind("busEvents", new BusEvents());
        registry.bind("dynamoTransactions", new DynamoTransactions(dynamoDb, written::add));
        registry.bind("outboxTable", new OutboxTable(dynamoDb));
        registry.bind(
                "outboxParts",
                new OutboxParts(written, found == null ? new SimpleMeterRegistry() : found));
    }
}
