package io.eventfork.cli;

import io.eventfork.runtime.Application;
import io.eventfork.runtime.Logs;
import io.eventfork.runtime.Settings;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the application until a signal stops it. */
@Command(
        name = "run",
        description = {
            "Run the application (the default).",
            "Without --endpoint and --cloud aws it starts an embedded cloud in the same "
                    + "process and creates in it what the routes declare.",
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
        boolean json = Logs.areJson(settings);
        run(settings, json ? new PrintWriter(new LogWriter()) : out, json);
    }

    private static void run(Settings settings, PrintWriter out, boolean json) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (EmbeddedCloud cloud = EmbeddedCloud.ifWanted(settings, out);
                Application application = Application.start(cloud.point(settings))) {
            Shutdown.onSignal(stop, stopped);
            Banner banner = new Banner(cloud.point(settings), application);
            if (json) {
                banner.printAddresses(out);
            } else {
                banner.print(out);
            }
            cloud.announceSearch(out);
            Shutdown.await(stop);
            out.printf(
                    "Stopping; work that runs has up to %s to end.%n",
                    settings.text("eventfork.stop-limit"));
            out.flush();
        } finally {
            stopped.countDown();
        }
        out.println("Eventfork has stopped.");
        out.flush();
    }
}
