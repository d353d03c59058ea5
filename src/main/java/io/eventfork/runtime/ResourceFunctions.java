package io.eventfork.runtime;

import io.eventfork.provisioning.ResourceNames;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Lets routes name a declared resource instead of spelling its physical name: {@code
 * {{queue:checkout-orders}}} is the name of the queue, {@code {{topic:checkout-events}}} the ARN of
 * the topic, {@code {{bus:events}}} that of the bus, {@code {{stream:customers}}} the name of the
 * stream. Thread-safe.
 *
 * @param kind the word before the colon
 */
record ResourceFunctions(
        String kind,
        Supplier<ResourceNames> names,
        BiFunction<ResourceNames, String, String> resolve)
        implements PropertiesFunction {

    static List<ResourceFunctions> of(Supplier<ResourceNames> names) {
        return List.of(
                new ResourceFunctions("topic", names, ResourceNames::topicArn),
                new ResourceFunctions("queue", names, ResourceNames::queue),
                new ResourceFunctions("bus", names, ResourceNames::busArn),
                new ResourceFunctions("stream", names, ResourceNames::stream),
                new ResourceFunctions("table", names, ResourceNames::table),
                new ResourceFunctions("bucket", names, ResourceNames::bucket));
    }

    @Override
    public String getName() {
        return kind;
    }

    @Override
    public String apply(String name) {
        return resolve.apply(names.get(), name);
    }
}
