package io.eventfork.conservation;

import java.nio.file.Files;

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
        System.exit(run(options, (run, report) -> {}));
    }

    /** Does something with a run that is over, and whose sinks are still there. */
    interface Afterwards {
        void with(Run run, Report report) throws Exception;
    }

    /** One run; returns the exit code. */
    static int run(Options options, Afterwards afterwards) throws Exception {
        try (Run run = new Run(options)) {
            // Whoever interrupts the command ends its processes too.
            Runtime.getRuntime().addShutdownHook(new Thread(run::close));
            Report report = run.run();
            report.print(System.out);
            Files.write(
                    options.folder().resolve("flaws.txt"),
                    report.flaws().stream().map(Flaw::toString).toList());
            afterwards.with(run, report);
            return report.exitCode();
        }
    }
}
