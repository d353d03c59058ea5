package io.eventfork.conservation;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeoutException;

/** The command: one run, one table, and exit code 1 unless all was conserved. */
final class Conservation {

    private Conservation() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(Options options)
            throws IOException, InterruptedException, TimeoutException {
        // Without it the JDK's server lets a small answer wait for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try (Run run = new Run(options)) {
            // Whoever interrupts the command ends its processes too.
            Runtime.getRuntime().addShutdownHook(new Thread(run::close));
            Report report = run.run();
            report.print(System.out);
            Files.write(
                    options.folder().resolve("flaws.txt"),
                    report.flaws().stream().map(Flaw::toString).toList());
            return report.isGood();
        }
    }
}
