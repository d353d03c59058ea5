package io.eventfork.cli;

import io.eventfork.localcloud.LocalCloud;
import io.eventfork.runtime.Application;
import io.eventfork.runtime.Settings;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the application until a signal stops it. */
@Command(
        name = "run",
        description = {
            "Run the application (the default). Without --endpoint and --cloud aws it starts an embedded",
            "cloud in the same process and creates in it what the routes declare.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Runnable {

    @Mixin private RunOptions options;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        run(options, spec.commandLine().getOut());
    }

    static void run(RunOptions options, PrintWriter out) {
        Settings settings = options.settings();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (EmbeddedCloud cloud = EmbeddedCloud.ifWanted(settings, out);
                Application application = Application.start(cloud.point(settings))) {
            Shutdown.onSignal(stop, stopped);
            new Banner(cloud.point(settings), application).print(out);
            cloud.announceSearch(out);
            Shutdown.await(stop);
        } finally {
            stopped.countDown();
        }
    }

    /** The cloud in this process, if there is one. */
    private record EmbeddedCloud(Optional<LocalCloud> cloud) implements AutoCloseable {

        static EmbeddedCloud ifWanted(Settings settings, PrintWriter out) {
            boolean local = settings.oneOf("eventfork.cloud", "local", "aws").equals("local");
            if (!local || settings.optional("eventfork.endpoint").isPresent()) {
                return new EmbeddedCloud(Optional.empty());
            }
            // The cloud takes seconds to start; what would keep the application from it is told
            // now.
            Application.check(settings);
            return new EmbeddedCloud(Optional.of(LocalCloud.start(CloudOptions.of(settings, out))));
        }

        /** The settings by which the application finds this cloud. */
        Settings point(Settings settings) {
            Map<String, String> found = new LinkedHashMap<>();
            cloud.ifPresent(
                    running -> {
                        found.put("eventfork.endpoint", running.endpoint().toString());
                        found.put("eventfork.provision", "create");
                        running.openSearchUrl()
                                .ifPresent(
                                        url -> found.put("eventfork.opensearch", url.toString()));
                    });
            return settings.with(found);
        }

        void announceSearch(PrintWriter out) {
            cloud.ifPresent(running -> SearchNews.tell(running, out));
        }

        @Override
        public void close() {
            cloud.ifPresent(LocalCloud::close);
        }
    }
}
