package io.eventfork.bench.camel;

import io.eventfork.bench.work.Parser;
import io.eventfork.bench.work.Sink;
import io.eventfork.bench.work.Tally;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * Camel as it comes: the route of row (a) on Camel's own component. Its consumer deletes each
 * message by a request of its own. {@code greedy} is set, as without it a poller waits for half a
 * second after every ten messages; everything else is a default, also the HTTP client, Apache's.
 */
final class StockRoute extends RouteBuilder {

    private final String[] args;

    private StockRoute(String[] args) {
        this.args = args;
    }

    /** Arguments: endpoint, name of the queue, number of pollers, seconds of a long poll. */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.bind("sink", new Sink());
        main.configure().addRoutesBuilder(new StockRoute(args));
        main.run();
    }

    @Override
    public void configure() {
        from("aws2-sqs:"
                        + args[1]
                        + "?accessKey=x&secretKey=x&region=us-east-1"
                        + "&overrideEndpoint=true&uriEndpointOverride="
                        + args[0]
                        + "&concurrentConsumers="
                        + args[2]
                        + "&maxMessagesPerPoll=10&greedy=true&waitTimeSeconds="
                        + args[3])
                .routeId("throughput")
                .bean(new Parser(), "parse")
                .bean(new Tally(), "count")
                .to("bean:sink?method=accept");
    }
}
