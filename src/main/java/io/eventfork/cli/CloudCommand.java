package io.eventfork.cli;

import io.eventfork.localcloud.LocalCloud;
import io.eventfork.localcloud.LocalCloudOptions;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the local cloud alone, so that several application processes can share it. */
@Command(
        name = "cloud",
        description = {
            "Start the local cloud alone, for several application processes or other AWS clients.",
            "Run the application against it with 'eventfork run --endpoint http://127.0.0.1:4566'.",
            "Everything is kept in memory and gone when it stops.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CloudCommand implements Runnable {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4566",
            description = "Port of the endpoint, ${DEFAULT-VALUE}; 0 picks a free one.")
    private int port;

    @Option(
            names = "--opensearch-port",
            paramLabel = "PORT",
            defaultValue = "9200",
            description = "Port of OpenSearch, ${DEFAULT-VALUE}; 0 picks a free one.")
    private int openSearchPort;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (LocalCloud cloud =
                LocalCloud.start(new LocalCloudOptions(port, openSearchPort, out::println))) {
            Shutdown.onSignal(stop, stopped);
            out.println("The local cloud is ready: " + cloud.endpoint());
            out.flush();
            SearchNews.tell(cloud, out);
            Shutdown.await(stop);
        } finally {
            stopped.countDown();
        }
    }
}
