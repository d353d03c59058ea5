package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.junit.jupiter.api.Test;

/** Which routes may not start from a stream, and which may, though not from a queue. */
class StreamSafetyTest {

    private static DefaultCamelContext context(Consumer<RouteBuilder> routes) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.addComponent("kinesis-batch", new StubComponent());
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        routes.accept(this);
                    }
                });
        return context;
    }

    private static List<String> reasons(Consumer<RouteBuilder> routes) throws Exception {
        try (DefaultCamelContext context = context(routes)) {
            return StreamSafety.check(context).stream().map(Unsafe::reason).toList();
        }
    }

    @Test
    void whatEndsABatchBeforeItsWorkIsRefused() throws Exception {
        assertThat(
                        reasons(
                                b -> {
                                    b.from("kinesis-batch:s")
                                            .routeId("a")
                                            .to("direct:next")
                                            .wireTap("log:x");
                                    b.from("direct:next")
                                            .routeId("b")
                                            .resequence(b.body())
                                            .end()
                                            .onCompletion()
                                            .to("log:x")
                                            .end()
                                            .to("seda:later");
                                    b.from("seda:later")
                                            .routeId("c")
                                            .aggregate(
                                                    b.constant(1),
                                                    new UseLatestAggregationStrategy())
                                            .completionSize(2)
                                            .to("log:x");
                                }))
                .extracting(reason -> reason.replaceAll(" .*", ""))
                .containsExactlyInAnyOrder(
                        "wireTap", "resequence", "onCompletion", "seda", "aggregate");
    }

    @Test
    void whatDivertsARecordIsAllowed() throws Exception {
        assertThat(
                        reasons(
                                b ->
                                        b.from("kinesis-batch:s")
                                                .split(b.body())
                                                .doTry()
                                                .to("direct:work")
                                                .doCatch(Exception.class)
                                                .to("log:failed")
                                                .end()))
                .isEmpty();
    }

    @Test
    void routesThatNoStreamFeedsAreNotItsBusiness() throws Exception {
        assertThat(reasons(b -> b.from("direct:a").wireTap("log:x"))).isEmpty();
    }

    @Test
    void aRouteThatCouldLoseRecordsDoesNotStart() throws Exception {
        try (DefaultCamelContext context =
                context(b -> b.from("kinesis-batch:s").routeId("r").wireTap("log:x"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> StreamSafety.refuseUnsafe(context, "r"))
                    .withMessageStartingWith("Route r, wireTap")
                    .withMessageEndingWith("use a multicast.");
        }
    }
}
